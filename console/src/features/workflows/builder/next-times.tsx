import { Cron } from "croner";
import classes from "./panel.module.css";

const shown = 3;

/** When a schedule starts its next runs, in its own time zone; nothing while it cannot be read. */
export function NextTimes({ cron, timeZone }: { cron: string; timeZone: string }) {
  const times = nextTimes(cron, timeZone);
  if (times.length === 0) return null;
  return (
    <div className={classes.help}>
      Starts next
      <ul className={classes.times}>
        {times.map((time) => (
          <li key={time}>{time}</li>
        ))}
      </ul>
    </div>
  );
}

function nextTimes(cron: string, timeZone: string): string[] {
  try {
    const format = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short", timeZone });
    return new Cron(cron, { timezone: timeZone }).nextRuns(shown).map((time) => format.format(time));
  } catch {
    return [];
  }
}
