import { useSyncExternalStore } from "react";

const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric" });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

const steps: [limitSeconds: number, unitSeconds: number, unit: Intl.RelativeTimeFormatUnit][] = [
  [3600, 60, "minute"],
  [86_400, 3600, "hour"],
  [86_400 * 14, 86_400, "day"],
];

/** "just now", "4 minutes ago", "yesterday"; beyond two weeks the date. */
export function ago(time: string, now: number): string {
  const seconds = Math.round((Date.parse(time) - now) / 1000);
  const distance = Math.abs(seconds);
  if (distance < 45) return "just now";
  for (const [limit, size, unit] of steps) {
    if (distance < limit) return relative.format(Math.round(seconds / size), unit);
  }
  return day.format(new Date(time));
}

/** The person's own time, to the second. */
export const momentOf = (time: string): string => exact.format(new Date(time));

/** The person's own time, then UTC. */
export const exactly = (time: string): string => `${momentOf(time)} (${time.slice(0, 19)}Z)`;

/** How long something took, as far as it is over. */
export function took(started: string | null, finished: string | null): string {
  if (!started || !finished) return "Not over";
  const ms = Date.parse(finished) - Date.parse(started);
  return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;
}

let now = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  now = Date.now();
  timer ??= setInterval(() => {
    now = Date.now();
    for (const tell of listeners) tell();
  }, 20_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** Unix milliseconds that advance every 20 s, one clock for the whole page. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => now);
