import { afterEach, expect, it, vi } from "vitest";
import { print } from "./print.ts";

afterEach(() => vi.restoreAllMocks());

function printed(value: unknown, isForProgram = false): string {
  let text = "";
  vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  print(value, isForProgram);
  return text;
}

const evil = "\u001b[2J\u001b]0;owned\u0007a\u009b31mb\u202Ec\r\nd";

it.each([
  ["a thing", { name: evil }, false],
  ["a list", { data: [{ id: "1", name: evil }], nextToken: null }, false],
  ["JSON for a program", { name: evil }, true],
])("what a terminal would obey is not sent to it: %s", (_name, value, isForProgram) => {
  const text = printed(value, isForProgram);
  expect(text).toContain("owned");
  expect([...text].some((character) => character === "\u001b" || character === "\u0007" || character === "\r")).toBe(
    false,
  );
});

it("says each member of a thing on a line, and - for what is missing", () => {
  expect(printed({ name: "Billing", expiresAt: null })).toBe("name       Billing\nexpiresAt  -\n");
});
