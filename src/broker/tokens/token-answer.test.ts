import { expect, it } from "vitest";
import { judgeToken } from "./token-answer.ts";

const client = { tokenUrl: "/token" };
const kindOf = (status: number, body: string, headers: Record<string, string> = {}) =>
  judgeToken(client, { status, headers, body }, true, 0).kind;

it.each([
  [429, "{}", {}],
  [408, "", {}],
  [503, "", { "retry-after": "5" }],
  [400, '{"error":"temporarily_unavailable"}', {}],
])("%i %s %o was not done", (status, body, headers) => {
  expect(kindOf(status, body, headers)).toBe("transient");
});

it.each([
  [500, '{"error":"server_error"}'],
  [500, '{"error":"invalid_grant"}'],
  [502, "<h1>Bad gateway</h1>"],
  [503, "upstream connect error"],
  [504, ""],
  [200, '{"token":"none"}'],
])("%i %s may have been done", (status, body) => {
  expect(kindOf(status, body)).toBe("lost");
});

it("invalid_grant is over, a wrong client is refused, and a pause that is asked for is kept with either", () => {
  expect(kindOf(400, '{"error":"invalid_grant"}')).toBe("revoked");
  expect(kindOf(401, '{"error":"invalid_client"}')).toBe("refused");
  const failed = { status: 500, headers: { "retry-after": "7" }, body: "" };
  expect(judgeToken(client, failed, true, 0)).toMatchObject({ kind: "lost", retryAfterMs: 7000 });
});
