const seconds = 1000;
const minutes = 60 * seconds;
const hours = 60 * minutes;

/** After the first attempt, which is made at once. */
const early = [
  ...[5 * seconds, 30 * seconds, 2 * minutes, 10 * minutes, 30 * minutes],
  ...[1 * hours, 3 * hours, 6 * hours],
];
const lateMs = 12 * hours;
const tryForMs = 75 * hours;
const jitter = 0.1;
const longestRetryAfterMs = 24 * hours;
const shortestHoldMs = 5 * seconds;

export interface Failed {
  /** Attempts that are over, this one included. */
  attempts: number;
  ageMs: number;
  /** What the receiver asked for. */
  retryAfterMs?: number | undefined;
}

/** How long no message at all goes to a receiver that answered so; 0: the others go on. */
export function holdAfter(status: number | null, retryAfterMs = 0): number {
  const leastMs = status === 429 ? shortestHoldMs : 0;
  return Math.max(leastMs, Math.min(retryAfterMs, longestRetryAfterMs));
}

/** Milliseconds until the next attempt; undefined: the delivery has been tried for 75 hours. `random` is from 0 to 1. */
export function delayAfter({ attempts, ageMs, retryAfterMs = 0 }: Failed, random: number): number | undefined {
  if (attempts > early.length && ageMs >= tryForMs) return undefined;
  const planned = early[attempts - 1] ?? lateMs;
  const spread = planned * (1 + jitter * random);
  return Math.round(Math.max(spread, Math.min(retryAfterMs, longestRetryAfterMs)));
}
