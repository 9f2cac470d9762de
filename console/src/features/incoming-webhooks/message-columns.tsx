import type { Column } from "../../components/data-table/column.ts";
import { RowLink } from "../../components/data-table/row-link.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { StatusDot } from "../../components/status-dot.tsx";
import type { MessageSummary } from "../../lib/types.ts";
import { sentence } from "../../lib/words.ts";
import { bytes, messageState } from "./message-words.ts";
import classes from "./messages.module.css";

export const messageColumns: Column<MessageSummary>[] = [
  {
    id: "event",
    header: "Event",
    phone: "title",
    cell: (message) => (
      <RowLink
        from="/incoming-webhooks/$webhookId"
        to="."
        search={(old) => ({ ...old, message: message.id })}
        resetScroll={false}
      >
        {message.eventType ?? (message.status === "ACCEPTED" ? "Message" : "Rejected request")}
      </RowLink>
    ),
  },
  {
    id: "status",
    header: "Verdict",
    phone: "aside",
    cell: (message) => {
      const { word, tone } = messageState(message);
      return <StatusDot tone={tone}>{word}</StatusDot>;
    },
  },
  {
    id: "reason",
    header: "Why",
    phone: "detail",
    cell: (message) => <span className={classes.reason}>{why(message)}</span>,
  },
  {
    id: "size",
    header: "Size",
    phone: "none",
    from: "wide",
    align: "right",
    cell: ({ sizeBytes }) => bytes(sizeBytes),
  },
  {
    id: "received",
    header: "Received",
    phone: "detail",
    cell: ({ receivedAt }) => <RelativeTime time={receivedAt} />,
  },
];

function why(message: MessageSummary): string {
  if (message.reason) return sentence(message.reason);
  if (message.replayOf) return "Replayed";
  if (message.duplicates > 0) return `Verified, sent ${message.duplicates + 1} times`;
  return message.processed ? "Verified, processed" : "Verified";
}
