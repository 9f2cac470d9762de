import { expect, test } from "vitest";
import { csrfTokenOf, requireCsrfToken, requireOwnOrigin } from "./csrf.ts";

const own = "https://keys.example.com";

test.each([
  [{}],
  [{ origin: own }],
  [{ origin: own, site: "same-origin" }],
  [{ origin: "http://10.0.0.7:8080", host: "10.0.0.7:8080" }],
  [{ site: "none" }],
])("%j is our own page or no browser", (headers) => expect(() => requireOwnOrigin(own, headers)).not.toThrow());

test.each([
  [{ origin: "https://evil.example" }],
  [{ origin: "null" }],
  [{ origin: "" }],
  [{ origin: "https://keys.example.com.evil.example" }],
  [{ origin: "http://keys.example.com" }],
  [{ origin: "https://keys.example.com:8443" }],
  [{ origin: "https://evil.example", host: "keys.example.com" }],
  [{ origin: own, site: "cross-site" }],
  [{ origin: own, site: "same-site" }],
  [{ site: "cross-site" }],
])("%j comes from elsewhere", (headers) => {
  expect(() => requireOwnOrigin(own, headers)).toThrow(expect.objectContaining({ code: "csrf_token_invalid" }));
});

test("a CSRF token belongs to one session", () => {
  expect(() => requireCsrfToken("session-a", csrfTokenOf("session-a"))).not.toThrow();
  for (const wrong of [undefined, "", csrfTokenOf("session-b"), csrfTokenOf("session-a").slice(1), "session-a"]) {
    expect(() => requireCsrfToken("session-a", wrong)).toThrow(expect.objectContaining({ code: "csrf_token_invalid" }));
  }
});
