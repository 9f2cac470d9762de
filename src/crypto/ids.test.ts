import { expect, test } from "vitest";
import { newId, randomToken } from "./ids.ts";

test("ids are version 7 UUIDs that carry the time", () => {
  const before = Date.now();
  const id = newId();
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  const ms = Number.parseInt(id.replace("-", "").slice(0, 12), 16);
  expect(ms).toBeGreaterThanOrEqual(before);
  expect(ms).toBeLessThanOrEqual(Date.now() + 1);
});

test("ten thousand ids made at once are different and already in order", () => {
  const ids = Array.from({ length: 10_000 }, newId);
  expect(new Set(ids).size).toBe(10_000);
  expect(ids.toSorted()).toEqual(ids);
});

test("a random token has the asked number of bytes", () => {
  expect(Buffer.from(randomToken(32), "base64url")).toHaveLength(32);
  expect(randomToken(32)).not.toBe(randomToken(32));
});
