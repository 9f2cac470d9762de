import { CopyButton } from "../../components/copy.tsx";
import type { Column } from "../../components/data-table/column.ts";
import { RelativeTime } from "../../components/relative-time.tsx";
import { StatusDot } from "../../components/status-dot.tsx";
import type { AccessKey } from "../../lib/types.ts";
import classes from "./keys.module.css";

export const keyColumns: Column<AccessKey>[] = [
  {
    id: "key",
    header: "Access key ID",
    phone: "title",
    cell: ({ accessKeyId }) => (
      <span className={classes.key}>
        <code>{accessKeyId}</code>
        <CopyButton text={accessKeyId} what="Copy access key ID" />
      </span>
    ),
  },
  {
    id: "status",
    header: "Status",
    phone: "aside",
    cell: ({ status }) => (
      <StatusDot tone={status === "ACTIVE" ? "good" : "quiet"}>{status === "ACTIVE" ? "Active" : "Inactive"}</StatusDot>
    ),
  },
  {
    id: "lastUsed",
    header: "Last used",
    phone: "none",
    cell: ({ lastUsedAt }) => <RelativeTime time={lastUsedAt} />,
  },
  {
    id: "created",
    header: "Created",
    phone: "detail",
    from: "medium",
    cell: ({ dtCreated }) => <RelativeTime time={dtCreated} />,
  },
];
