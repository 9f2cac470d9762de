import { describe, expect, it } from "vitest";
import { readRetryAfter } from "../../net/retry-after.ts";
import { delayAfter } from "./schedule.ts";

const hourMs = 3_600_000;

describe("the schedule of attempts", () => {
  it("goes on for at least 75 hours, in the steps that the guide names", () => {
    const delays: number[] = [];
    for (let ageMs = 0, attempts = 1; ; attempts++) {
      const delay = delayAfter({ attempts, ageMs }, 0);
      if (delay === undefined) break;
      delays.push(delay / 1000);
      ageMs += delay;
    }
    expect(delays.slice(0, 9)).toEqual([5, 30, 120, 600, 1800, 3600, 10_800, 21_600, 43_200]);
    expect(new Set(delays.slice(8))).toEqual(new Set([43_200]));
    expect(delays.reduce((sum, delay) => sum + delay, 0)).toBeGreaterThanOrEqual(75 * 3600);
  });

  it("is spread by a tenth at most, later and never sooner", () => {
    expect(delayAfter({ attempts: 1, ageMs: 0 }, 1)).toBe(5500);
    expect(delayAfter({ attempts: 1, ageMs: 0 }, 0)).toBe(5000);
  });

  it("waits as long as the receiver asks, a day at most", () => {
    expect(delayAfter({ attempts: 1, ageMs: 0, retryAfterMs: 60_000 }, 0)).toBe(60_000);
    expect(delayAfter({ attempts: 9, ageMs: 0, retryAfterMs: 60_000 }, 0)).toBe(12 * hourMs);
    expect(delayAfter({ attempts: 1, ageMs: 0, retryAfterMs: 99 * hourMs }, 0)).toBe(24 * hourMs);
  });

  it.each([
    ["120", 120_000],
    ["Thu, 01 Jan 1970 00:00:30 GMT", 29_000],
    ["Thu, 01 Jan 1970 00:00:00 GMT", 0],
    ["soon", undefined],
    [undefined, undefined],
  ])("reads Retry-After: %s", (value, delayMs) => {
    expect(readRetryAfter(value, 1000)).toBe(delayMs);
  });
});
