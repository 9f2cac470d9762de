import { describe, expect, test } from "vitest";
import { createRedactor, mask } from "./redactor.ts";
import { createStreamMask } from "./stream-mask.ts";

const secret = 's3cret/k+y: ü"x';
const forms = {
  raw: secret,
  base64: Buffer.from(secret).toString("base64"),
  base64url: Buffer.from(secret).toString("base64url"),
  percent: encodeURIComponent(secret),
  "percent, small letters": encodeURIComponent(secret).replaceAll(/%../g, (code) => code.toLowerCase()),
  form: encodeURIComponent(secret).replaceAll("%20", "+"),
  JSON: JSON.stringify(secret).slice(1, -1),
  latin1: Buffer.from(secret).toString("latin1"),
};

describe("redactor", () => {
  test.each(Object.entries(forms))("takes the %s form out of a text", (_name, form) => {
    const clean = createRedactor([secret]).text(`before ${form} after ${form}`);
    expect(clean).not.toContain(form);
    expect(clean).toContain(mask);
    expect(clean.startsWith("before ")).toBe(true);
  });

  test("leaves a text alone that holds none, and values too short to tell", () => {
    expect(createRedactor([secret, "abc", ""]).text("abc is innocent")).toBe("abc is innocent");
  });

  test("takes the longer of two out first", () => {
    expect(createRedactor(["abcd", "abcdefgh"]).text("abcdefgh abcd")).toBe(`${mask} ${mask}`);
  });
});

function through(needles: string[], chunks: string[]): string[] {
  const stream = createStreamMask(needles.map((needle) => Buffer.from(needle)));
  const out = chunks.map((chunk) => stream.push(Buffer.from(chunk)).toString());
  return [...out, stream.flush().toString()];
}

describe("stream mask", () => {
  test("blots a secret out wherever a chunk ends, and keeps every length", () => {
    const text = "xx topsecret1 yy topsecret1topsecret1 zz topsecret";
    const expected = text.replaceAll("topsecret1", "**********");
    for (let size = 1; size <= text.length; size++) {
      const chunks = text.match(new RegExp(`.{1,${size}}`, "g")) ?? [];
      expect(through(["topsecret1"], chunks).join("")).toBe(expected);
    }
  });

  test("holds nothing back that cannot begin a secret", () => {
    expect(through(["topsecret1"], ["event: one\n\n", "event: two\n\n"])).toEqual([
      "event: one\n\n",
      "event: two\n\n",
      "",
    ]);
  });

  test("holds back only the beginning of a secret", () => {
    expect(through(["topsecret1"], ["a topse", "t"])).toEqual(["a ", "topse", "t"]);
  });

  test("works for several secrets at once", () => {
    const both = through(["aaaaaaab", "aaaaaaac"], ["aaaaaaaaa", "c aaaa", "aaab"]).join("");
    expect(both).toBe("aa******** ********");
  });

  test("without secrets passes the very chunk on", () => {
    const chunk = Buffer.from("x");
    expect(createStreamMask([]).push(chunk)).toBe(chunk);
  });
});
