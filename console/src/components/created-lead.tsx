import { CopyId } from "./copy.tsx";
import classes from "./created-lead.module.css";
import { RelativeTime } from "./relative-time.tsx";

/** Below the title of a page: the ID of the thing and since when there is one. */
export function CreatedLead({ id, dtCreated }: { id: string; dtCreated: string }) {
  return (
    <span className={classes.lead}>
      <CopyId id={id} whole />
      <span>
        Created <RelativeTime time={dtCreated} />
      </span>
    </span>
  );
}
