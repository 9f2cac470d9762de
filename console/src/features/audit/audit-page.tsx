import { IconHistory } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import type { Column } from "../../components/data-table/column.ts";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { ListFrame } from "../../components/list-frame.tsx";
import { Page } from "../../components/page.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { auditQuery } from "../../lib/api/users.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { pageOf } from "../../lib/page-of.ts";
import type { AuditEvent } from "../../lib/types.ts";
import { actionWords, detailWords } from "../../lib/words.ts";
import classes from "./audit.module.css";

/** What an event is about; a link to its page, where it has one that is not gone. */
function Subject({ event: { action, resourceId, resourceType, detail } }: { event: AuditEvent }) {
  if (!resourceId) return <span>{resourceType ?? ""}</span>;
  const name = typeof detail?.name === "string" ? detail.name : `…${resourceId.slice(-6)}`;
  const [noun = "", verb = ""] = action.split(".");
  const isGone = noun !== "credential" && ["deleted", "removed"].includes(verb) && resourceType === noun;
  const page = isGone ? undefined : pageOf(noun, resourceId);
  return page ? <Link {...page}>{name}</Link> : <span>{name}</span>;
}

function Deed({ event }: { event: AuditEvent }) {
  const detail = detailWords(event);
  return (
    <span>
      {actionWords(event.action)}
      {detail && <span className={classes.detail}>{detail}</span>}
    </span>
  );
}

const columns: Column<AuditEvent>[] = [
  {
    id: "who",
    header: "Who",
    phone: "title",
    cell: (event) => <span className={classes.who}>{event.actorName ?? "Credenza"}</span>,
  },
  { id: "what", header: "Did what", phone: "detail", cell: (event) => <Deed event={event} /> },
  { id: "subject", header: "To", phone: "detail", cell: (event) => <Subject event={event} /> },
  {
    id: "when",
    header: "When",
    phone: "aside",
    width: "160px",
    cell: (event) => <RelativeTime time={event.dtOccurred} />,
  },
];

export function AuditPage() {
  const { id: org } = useOrganization();
  const { after } = useSearch({ from: "/shell/settings/audit" });
  const query = useQuery(auditQuery(org, { nextToken: after }));
  return (
    <Page
      title="Audit"
      lead="Who changed what in this organization, newest first. Entries cannot be changed or removed."
    >
      <ListFrame
        label="Audit"
        query={query}
        after={after}
        icon={<IconHistory size={20} />}
        empty={
          <EmptyState icon={<IconHistory size={20} />} title="Nothing has happened yet">
            Every change to credentials, webhooks, users and policies is recorded here.
          </EmptyState>
        }
      >
        {(rows) => (
          <DataTable label="Audit" columns={columns} rows={rows} nameOf={(event) => actionWords(event.action)} />
        )}
      </ListFrame>
    </Page>
  );
}
