import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalIdentity } from "./identity.ts";

const spellings = [
  "ada@example.com",
  "ADA@EXAMPLE.COM",
  "  Ada@Example.com\t",
  "a d a @ example . com",
  "ada@example.com\u0000",
  "\u2003ada@example.com\u00a0",
  "ad\u200ba@example.com",
  "a\u00adda@example.com",
  "\ufeffada@example.com",
  "ａｄａ@ｅｘａｍｐｌｅ．ｃｏｍ",
  "𝐚𝐝𝐚@example.com",
  "ada@example.com\u2060",
  "ada\ufe0f@example.com",
];

test.each(spellings)("%j is the same identity", (spelling) => {
  expect(canonicalIdentity(spelling)).toBe("ada@example.com");
});

test.each([
  ["kelvin sign", "\u212aim@x.org", "kim@x.org"],
  ["long s", "\u017fam@x.org", "sam@x.org"],
  ["dotless i", "\u0131da@x.org", "ida@x.org"],
  ["dotted capital I", "\u0130da@x.org", "ida@x.org"],
  ["final sigma", "\u03bf\u03c2@x.org", "\u039f\u03a3@x.org"],
  ["sharp s", "stra\u00dfe@x.org", "STRASSE@x.org"],
  ["ligature", "\ufb01n@x.org", "FIN@x.org"],
  ["composed and decomposed", "ren\u00e9@x.org", "rene\u0301@x.org"],
])("%s does not make another identity", (_name, one, other) => {
  expect(canonicalIdentity(one)).toBe(canonicalIdentity(other));
});

test("people whose names differ stay apart", () => {
  const names = ["zaneta", "\u017caneta", "ada", "adam", "rene", "ren\u00e9", "\u0430da"];
  expect(new Set(names.map(canonicalIdentity)).size).toBe(names.length);
});

test("whatever the letter case, normal form and spaces, the identity is the same, and folding twice changes nothing", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const canonical = canonicalIdentity(text);
      expect(canonicalIdentity(canonical)).toBe(canonical);
      expect(canonicalIdentity(` ${text}\u00a0`)).toBe(canonical);
      expect(canonicalIdentity(text.normalize("NFC"))).toBe(canonical);
      expect(canonicalIdentity(text.normalize("NFD"))).toBe(canonical);
    }),
    { numRuns: 300 },
  );
});

test("each character's own upper and lower case are one identity", () => {
  for (let code = 0; code < 0x20000; code++) {
    if (code >= 0xd800 && code < 0xe000) continue;
    const character = String.fromCodePoint(code);
    const canonical = canonicalIdentity(`a${character}b`);
    const variants = [character.toUpperCase(), character.toLowerCase()].filter((variant) => variant !== character);
    for (const variant of variants) {
      if (canonicalIdentity(`a${variant}b`) !== canonical) expect.fail(`U+${code.toString(16)} ${variant}`);
    }
  }
});
