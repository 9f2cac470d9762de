import type { AuditEvent } from "../lib/types.ts";
import { actionWords, detailWords } from "../lib/words.ts";
import classes from "./activity.module.css";
import { RelativeTime } from "./relative-time.tsx";

/** Who did what and when, newest first. */
export function Activity({ events }: { events: AuditEvent[] }) {
  return (
    <ol className={classes.events}>
      {events.map((event) => (
        <li key={event.id} className={classes.event}>
          <span className={classes.what}>
            <strong>{event.actorName ?? "The system"}</strong> {actionWords(event.action)}
            {detailWords(event) && <span className={classes.detail}>{detailWords(event)}</span>}
          </span>
          <span className={classes.when}>
            <RelativeTime time={event.dtOccurred} />
          </span>
        </li>
      ))}
    </ol>
  );
}
