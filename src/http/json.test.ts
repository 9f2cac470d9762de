import { describe, expect, it } from "vitest";
import { Problem } from "../errors.ts";
import { parseJson } from "./json.ts";

const parse = (source: string | Uint8Array): unknown =>
  parseJson(typeof source === "string" ? Buffer.from(source) : source);

function problemOf(source: string | Uint8Array): Problem {
  try {
    parse(source);
  } catch (error) {
    if (error instanceof Problem) return error;
  }
  throw new Error("It was accepted");
}

describe("parseJson", () => {
  it("reads what JSON allows, brackets inside strings included", () => {
    const value = { a: [1, { b: `${"[".repeat(100)}\\"` }], ключ: "😀" };
    expect(parse(JSON.stringify(value))).toEqual(value);
  });

  it.each([
    ["400 a body that is not JSON", "{"],
    ["400 invalid UTF-8", Uint8Array.from([0x22, 0xff, 0x22])],
    ["400 nesting of 33 levels", `${"[".repeat(33)}${"]".repeat(33)}`],
    ["400 deep nesting that never closes", "[".repeat(1_000_000)],
    ["400 a member that would change prototypes", '{"a":{"__proto__":{"admin":true}}}'],
  ])("%s", (_name, source) => {
    expect(problemOf(source)).toMatchObject({ code: "malformed_body", status: 400 });
  });

  it.each([
    ["a NUL character", '{"fields":{"name":"a\\u0000b"}}'],
    ["half of a surrogate pair", '{"fields":{"name":"\\ud800"}}'],
  ])("400 %s, naming the field", (_name, source) => {
    expect(problemOf(source).errors).toMatchObject([{ field: "fields.name" }]);
  });

  it("accepts nesting of 32 levels", () => {
    expect(parse(`${"[".repeat(32)}${"]".repeat(32)}`)).toBeInstanceOf(Array);
  });

  it("never echoes the body", () => {
    expect(problemOf('{"secret":"sk_live_canary').message).not.toContain("canary");
  });
});
