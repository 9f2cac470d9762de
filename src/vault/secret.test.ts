import { format, inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { reveal } from "./reveal.ts";
import { Secret } from "./secret.ts";

const canary = "canary-8f3a";
const secret = new Secret(canary);

describe("Secret", () => {
  it.each([
    ["String", String(secret)],
    ["template", `${secret}`],
    ["JSON", JSON.stringify({ secret })],
    ["inspect, hidden members too", inspect({ secret }, { showHidden: true, depth: 9, customInspect: false })],
    ["format", format("%s %o %O %j", secret, secret, secret, secret)],
    ["keys", JSON.stringify([Object.keys(secret), Object.getOwnPropertyNames(secret), { ...secret }])],
    ["structured clone", JSON.stringify(structuredClone(secret))],
    ["error", inspect(new Error("x", { cause: secret }))],
  ])("does not show its value in %s", (_name, shown) => {
    expect(shown).not.toContain(canary);
  });

  it("gives its value to reveal alone", () => {
    expect(reveal(secret)).toBe(canary);
  });

  it("is known from a look-alike", () => {
    expect(Secret.is(secret)).toBe(true);
    expect(Secret.is({ toString: () => "[secret]" })).toBe(false);
  });
});
