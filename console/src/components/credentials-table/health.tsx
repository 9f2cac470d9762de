import type { Credential } from "../../lib/types.ts";
import { RelativeTime } from "../relative-time.tsx";
import classes from "./health.module.css";

/** States that a failure explains, as long as they last. */
const broken = new Set<Credential["status"]>(["FAILING", "REVOKED", "UNCERTAIN", "PENDING"]);
/** A failure that is over is told for so long. */
const toldForMs = 30 * 86_400_000;

/** When it failed last and why. Nothing where it never did, or long ago and it works since. */
export function LastFailure({ credential }: { credential: Credential }) {
  const { status, lastFailure, lastFailureAt } = credential;
  if (!lastFailure || !lastFailureAt) return null;
  const isBroken = broken.has(status);
  if (!isBroken && Date.now() - Date.parse(lastFailureAt) > toldForMs) return null;
  return (
    <p className={classes.failure} data-broken={isBroken} title={lastFailure}>
      Failed <RelativeTime time={lastFailureAt} />: {lastFailure}
    </p>
  );
}

/** When it worked last, in words; of one that nobody has tried yet, when it was made. */
export function LastSuccess({ credential }: { credential: Credential }) {
  const { lastSuccessAt, lastFailureAt, dtCreated } = credential;
  if (!lastSuccessAt && lastFailureAt) return <span>Never worked</span>;
  return (
    <span>
      {lastSuccessAt ? "Worked" : "Created"} <RelativeTime time={lastSuccessAt ?? dtCreated} />
    </span>
  );
}
