import type { VerdictBuilder } from "../verdict.ts";

const millisecondsPer = { seconds: 1000, milliseconds: 1 };
export type TimeUnit = keyof typeof millisecondsPer | "iso";

const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/;

/** Unix milliseconds, or undefined unless it is a plain whole number of at most 15 digits, or a time in UTC (RFC 3339). */
export function readTimestamp(value: string, unit: TimeUnit): number | undefined {
  if (unit === "iso") {
    const at = isoTime.test(value) ? Date.parse(value.replace(/(\.\d{3})\d+Z$/, "$1Z")) : Number.NaN;
    return Number.isNaN(at) ? undefined : at;
  }
  return /^[0-9]{1,15}$/.test(value) ? Number(value) * millisecondsPer[unit] : undefined;
}

/** Refuses a time that is further from now than the window, in either direction. True when it is inside. */
export function checkWindow(verdict: VerdictBuilder, atMs: number, nowMs: number, windowSeconds: number): boolean {
  const check = "Time window";
  const awaySeconds = Math.abs(nowMs - atMs) / 1000;
  if (awaySeconds <= windowSeconds) {
    verdict.pass(check, describeAway(atMs, nowMs));
    return true;
  }
  const direction = atMs < nowMs ? "old" : "far in the future";
  verdict.fail(check, `the timestamp is too ${direction}: ${inWords(awaySeconds)}`, {
    expected: `at most ${windowSeconds} s away from ${writeTime(nowMs)}`,
    received: `${writeTime(atMs)}, ${describeAway(atMs, nowMs)}`,
  });
  return false;
}

function describeAway(atMs: number, nowMs: number): string {
  return `${inWords(Math.abs(nowMs - atMs) / 1000)} ${atMs <= nowMs ? "ago" : "ahead"}`;
}

export function inWords(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} minutes`;
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} hours` : `${Math.round(seconds / 86_400)} days`;
}

function writeTime(ms: number): string {
  const time = new Date(ms);
  return Number.isNaN(time.getTime()) ? "a time out of range" : time.toISOString();
}
