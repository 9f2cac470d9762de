import type { RunOutcome } from "../store/integration-queue.ts";
import type { RunFailure } from "./run-failure.ts";

const seconds = 1000;
const minutes = 60 * seconds;
const hours = 60 * minutes;

const delaysMs = [
  ...[10 * seconds, 30 * seconds, 2 * minutes, 10 * minutes, 30 * minutes],
  ...[1 * hours, 2 * hours, 4 * hours],
];
const lateMs = 6 * hours;
const jitter = 0.1;
/** A run that still fails by then has had its time. */
export const tryForMs = 24 * hours;

export interface Tried {
  /** Attempts that are over, this one included. */
  attempts: number;
  ageMs: number;
}

/** What a failed attempt makes of its run. Waits longer from try to try, and never less than the system asks for. */
export function outcomeOf(
  { status, message, retryAfterMs = 0 }: RunFailure,
  { attempts, ageMs }: Tried,
  nowMs: number,
  random: number,
): Pick<RunOutcome, "status" | "error" | "nextAt"> {
  const isRetried = status === "AWAITING_RETRY" || status === "RATE_LIMIT_RETRY";
  if (!isRetried) return { status, error: message, nextAt: null };
  const planned = (delaysMs[attempts - 1] ?? lateMs) * (1 + jitter * random);
  const delayMs = Math.round(Math.max(planned, Math.min(retryAfterMs, lateMs)));
  if (ageMs + delayMs > tryForMs) {
    return { status: "TIMEOUT_LIMIT_EXCEEDED", error: `Tried for 24 hours. Last: ${message}`, nextAt: null };
  }
  return { status, error: message, nextAt: new Date(nowMs + delayMs) };
}
