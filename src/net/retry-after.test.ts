import { expect, it } from "vitest";
import { judgeToken } from "../broker/tokens/token-answer.ts";
import type { TokenClient } from "../define/oauth.ts";
import { readRetryAfter } from "./retry-after.ts";

const nowMs = Date.UTC(2026, 10, 26, 12, 0, 0);

it.each<[string | undefined, number | undefined]>([
  ["7", 7_000],
  [" 7 ", 7_000],
  ["0", 0],
  ["Thu, 26 Nov 2026 12:01:30 GMT", 90_000],
  ["Thursday, 26-Nov-26 12:01:30 GMT", 90_000],
  ["Thu, 26 Nov 2026 11:00:00 GMT", 0],
  ["soon", undefined],
  ["", undefined],
  [undefined, undefined],
])("a Retry-After of %j is %j milliseconds", (value, ms) => {
  expect(readRetryAfter(value, nowMs)).toBe(ms);
});

it.each([
  ["30", 30_000],
  ["Thu, 26 Nov 2026 12:00:45 GMT", 45_000],
  ["Fri, 27 Nov 2026 12:00:00 GMT", 3_600_000],
  ["never", 0],
])("a token endpoint that says %j is left alone for %d ms, an hour at most", (value, retryAfterMs) => {
  const answer = { status: 429, headers: { "retry-after": value }, body: "" };
  expect(judgeToken({ tokenUrl: "" } as TokenClient, answer, false, nowMs)).toMatchObject({ retryAfterMs });
});
