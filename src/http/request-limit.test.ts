import { expect, it } from "vitest";
import { Problem } from "../errors.ts";
import { createRequestLimit } from "./request-limit.ts";

const refusalOf = (work: () => void): Problem | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    return error as Problem;
  }
};

it("lets five seconds' worth through at once, then the average, each organization for itself", () => {
  let nowMs = 1_000_000;
  const take = createRequestLimit(2, () => nowMs);
  for (let count = 0; count < 10; count++) take("a");
  expect(refusalOf(() => take("a"))).toMatchObject({ code: "too_many_requests", retryAfterSeconds: 1 });
  expect(refusalOf(() => take("b"))).toBeUndefined();
  nowMs += 500;
  expect(refusalOf(() => take("a"))).toBeUndefined();
  expect(refusalOf(() => take("a"))).toBeInstanceOf(Problem);
  nowMs += 3_600_000;
  for (let count = 0; count < 10; count++) take("a");
  expect(refusalOf(() => take("a"))).toBeInstanceOf(Problem);
});

it("stands still when the clock goes back, and limits nothing at 0", () => {
  let nowMs = 1_000_000;
  const take = createRequestLimit(1, () => nowMs);
  for (let count = 0; count < 5; count++) take("a");
  nowMs -= 60_000;
  expect(refusalOf(() => take("a"))).toBeInstanceOf(Problem);
  const unlimited = createRequestLimit(0, () => nowMs);
  for (let count = 0; count < 1000; count++) unlimited("a");
});
