import { LinkButton } from "../../components/links.tsx";
import type { Event } from "../../lib/api/events.ts";
import { parseSearch } from "../../lib/search.ts";
import { followUpOf } from "./follow-up.ts";

/** Leads to what an event asks for next. */
export function FollowUpButton({ event, size = "compact-xs" }: { event: Event; size?: "compact-xs" | "sm" }) {
  const next = followUpOf(event);
  if (!next) return null;
  const [path = "", search = ""] = next.path.split("?");
  return (
    <LinkButton variant="default" size={size} to={path} search={parseSearch(search)}>
      {next.label}
    </LinkButton>
  );
}
