import { Logger as JobLogger } from "graphile-worker";
import type { Logger } from "pino";

/** The runner's own lines; those of single jobs, which come thousands a second, are left out. */
export function jobLogger(log: Logger): JobLogger {
  return new JobLogger(() => (level, message) => {
    if (level === "error") log.warn({ part: "jobs" }, message.split("\n", 1)[0] ?? "");
    else if (level === "warning") log.debug({ part: "jobs" }, message.split("\n", 1)[0] ?? "");
  });
}
