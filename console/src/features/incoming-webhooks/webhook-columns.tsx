import { CopyButton } from "../../components/copy.tsx";
import type { Column } from "../../components/data-table/column.ts";
import { Above, RowLink } from "../../components/data-table/row-link.tsx";
import { Mark } from "../../components/mark.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { StatusDot } from "../../components/status-dot.tsx";
import type { Catalogue } from "../../lib/api/systems.ts";
import type { IncomingWebhook } from "../../lib/types.ts";
import classes from "./webhooks.module.css";

export function webhookColumns(catalogue: Catalogue): Column<IncomingWebhook>[] {
  return [
    {
      id: "name",
      header: "Name",
      phone: "title",
      cell: ({ id, name }) => (
        <RowLink to="/incoming-webhooks/$webhookId" params={{ webhookId: id }}>
          {name}
        </RowLink>
      ),
    },
    {
      id: "credential",
      header: "Verified with",
      phone: "detail",
      cell: ({ destination, credentialName, type }) =>
        destination && type ? (
          <span className={classes.credential}>
            <Mark system={catalogue.systemOf(destination)} />
            <span>
              {credentialName} <span className={classes.type}>{catalogue.typeName(destination, type)}</span>
            </span>
          </span>
        ) : (
          <StatusDot tone="warn">Nothing yet</StatusDot>
        ),
    },
    {
      id: "active",
      header: "Status",
      phone: "aside",
      cell: ({ active }) => <StatusDot tone={active ? "good" : "quiet"}>{active ? "Active" : "Inactive"}</StatusDot>,
    },
    {
      id: "counts",
      header: "Last 24 hours",
      phone: "none",
      from: "medium",
      cell: ({ counts }) => (
        <span className={classes.counts}>
          {counts.accepted24h.toLocaleString()} accepted, {counts.rejected24h.toLocaleString()} rejected
        </span>
      ),
    },
    {
      id: "last",
      header: "Last message",
      phone: "detail",
      from: "medium",
      cell: ({ lastMessageAt }) => <RelativeTime time={lastMessageAt} none="No message yet" />,
    },
    {
      id: "url",
      header: "URL",
      phone: "none",
      from: "wide",
      cell: ({ url }) => (
        <Above>
          <span className={classes.url}>
            <code title={url}>…/hooks/{url.slice(url.lastIndexOf("/") + 1).slice(0, 6)}…</code>
            <CopyButton text={url} what="Copy URL" />
          </span>
        </Above>
      ),
    },
  ];
}
