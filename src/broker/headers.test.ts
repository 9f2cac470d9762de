import { describe, expect, test } from "vitest";
import { createRedactor } from "./redactor.ts";
import { headersFromRecord, passedHeaders } from "./request-headers.ts";
import { answerHeaders, redirectNote } from "./response-headers.ts";

const dropped = [
  "Authorization", "authorization", "Proxy-Authorization", "Proxy-Connection", "Cookie", "Host", "Connection", "Keep-Alive", "TE", "Trailer",
  "Transfer-Encoding", "Upgrade", "Content-Length", "Expect", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Anything", "Forwarded",
  "Via", "X-Real-IP", "X-CSRF-Token", "Origin", "Referer", "Sec-Fetch-Site", "Accept-Encoding", "HTTP2-Settings",
]; // biome-ignore format: a list

describe("headers of the caller", () => {
  test.each(dropped)("%s is dropped", (name) =>
    expect(passedHeaders([name, "x", "X-Kept", "1"], [])).toEqual(["x-kept", "1"]),
  );

  test("those named in Connection are dropped, in any case and line", () => {
    const raw = ["Connection", "close, X-One", "X-One", "1", "connection", "x-TWO", "X-Two", "2", "X-Three", "3"];
    expect(passedHeaders(raw, [])).toEqual(["x-three", "3"]);
  });

  test("one that the scheme sets is dropped", () => {
    expect(passedHeaders(["X-Api-Key", "mine", "Accept", "*/*"], ["x-api-key", "theirs"])).toEqual(["accept", "*/*"]);
  });

  test("one that is named like a value of the scheme's headers passes", () => {
    expect(passedHeaders(["Identity", "1"], ["accept-encoding", "identity"])).toEqual(["identity", "1"]);
  });

  test("the idempotency key and repeated headers pass", () => {
    const raw = ["Idempotency-Key", "k", "Accept", "a", "Accept", "b", "Content-Type", "text/plain"];
    expect(passedHeaders(raw, [])).toEqual([
      "idempotency-key",
      "k",
      "accept",
      "a",
      "accept",
      "b",
      "content-type",
      "text/plain",
    ]);
  });

  test.each<Record<string, string | string[]>>([
    { "bad name": "x" },
    { "x:y": "x" },
    { "": "x" },
    { ok: "a\r\nb" },
    { ok: "a\0" },
    { ok: ["fine", "a\n"] },
    { ok: "→" },
  ])("%j is refused without its value", (headers) => {
    expect(() => headersFromRecord(headers)).toThrow(/headers/);
  });
});

describe("headers of the answer", () => {
  const call = { url: new URL("https://acme.chargebee.com/api/v2/x"), redactor: createRedactor(["topsecret1"]) };

  test("hop-by-hop, cookies, sign-in and what acts on our own origin are dropped", () => {
    const headers = {
      connection: "keep-alive, X-Hop", "x-hop": "1", "keep-alive": "1", "transfer-encoding": "chunked", "set-cookie": ["a=1"], "www-authenticate": "Basic",
      "proxy-authenticate": "Basic", "access-control-allow-origin": "*", "clear-site-data": "*", "strict-transport-security": "x", "alt-svc": "x",
      "content-security-policy": "x", "cross-origin-opener-policy": "x", refresh: "0;url=https://evil.example", "x-kept": "1",
    }; // biome-ignore format: a list
    expect(answerHeaders(200, headers, call)).toEqual({ "x-kept": "1" });
  });

  test("secrets are redacted", () => {
    expect(answerHeaders(200, { "x-a": "is topsecret1", "x-b": ["topsecret1", "b"] }, call)).toEqual({
      "x-a": "is [secret]",
      "x-b": ["[secret]", "b"],
    });
  });

  test.each(["/next", "https://acme.chargebee.com/y", "y?z"])("a redirect to %s keeps its Location", (location) => {
    expect(answerHeaders(302, { location }, call)).toEqual({ location });
  });

  test.each([
    "https://evil.example/",
    "//evil.example",
    "http://acme.chargebee.com/",
    "https://acme.chargebee.com:444/",
    "javascript:x",
    "https://[bad",
  ])("a redirect to %s loses its Location and says so", (location) =>
    expect(answerHeaders(307, { location }, call)).toEqual({ [redirectNote]: "true" }),
  );

  test("the Location of something created stays", () => {
    expect(answerHeaders(201, { location: "https://elsewhere.example/1" }, call)).toHaveProperty("location");
  });
});
