import type { Usage, UsedBy } from "../../lib/types.ts";
import { count } from "../../lib/words.ts";
import classes from "./what-stops.module.css";

const kinds: Record<string, string> = {
  incomingwebhook: "Incoming webhook",
  workflow: "Workflow",
  integration: "Integration",
  webhook: "Outgoing webhook",
};

export const kindName = (kind: string): string => kinds[kind] ?? kind;

/** What stops working when a credential goes. */
export function WhatStops({ usedBy, usage }: { usedBy: UsedBy[]; usage?: Usage }) {
  const calls = usage?.callsLast24Hours ?? 0;
  if (usedBy.length === 0 && calls === 0) return <p>Nothing uses it now.</p>;
  return (
    <>
      {usedBy.length > 0 && (
        <>
          <p>{usedBy.length === 1 ? "This stops working:" : `These ${usedBy.length} stop working:`}</p>
          <ul className={classes.list}>
            {usedBy.map((user) => (
              <li key={user.id}>
                <strong>{user.name}</strong> <span>{kindName(user.kind)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {calls > 0 && <p>It made {count(calls, "call")} in the last 24 hours; further calls are refused.</p>}
    </>
  );
}
