import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { valueWords } from "./value-words.ts";

const before = z.config().customError;
beforeAll(() => void z.config({ customError: valueWords }));
afterAll(() => void z.config({ customError: before }));

const wordsFor = (schema: z.ZodType, value: unknown) => schema.safeParse(value).error?.issues[0]?.message;

test.each([
  ["a choice", z.enum(["OK", "FAILING"]), "canary", "Use one of OK, FAILING."],
  ["the only choice", z.literal("EVENT"), "canary", "Use EVENT."],
  ["a long text", z.string().max(3), "canary", "Use at most 3 characters."],
  ["a short list", z.array(z.string()).min(1), [], "Use at least 1 item."],
  ["a large number", z.number().max(3), 4, "Use at most 3."],
  ["an id", z.uuid(), "canary", "Use an id as the API gives it (a UUID)."],
  ["a time", z.iso.datetime(), "canary", "Use a time in UTC, such as 2026-01-31T09:30:00Z."],
  ["another type", z.string(), 5, "Give a text."],
  ["none of several types", z.union([z.string(), z.array(z.string())]), 5, "Give a text or a list."],
  [
    "none of several types, nested",
    z.union([z.union([z.string(), z.number()]), z.array(z.string())]),
    {},
    "Give a text or a number or a list.",
  ],
  ["words of the schema's own", z.string("Give a name."), 5, "Give a name."],
])("%s is told in plain words", (_name, schema, value, words) => {
  expect(wordsFor(schema, value)).toBe(words);
});
