import { expect, test } from "vitest";
import type { Position, Step } from "../../../lib/api/workflow-shapes.ts";
import { layAround, layOut, nodeWidth } from "./layout.ts";

const step = (id: string, next: string[] = [], position?: Position): Step => ({
  id,
  function: "data.transform",
  inputs: {},
  next: { next },
  position,
});

test("steps stand below what leads to them", () => {
  const laid = layOut({ next: ["a"], steps: [step("a", ["b"]), step("b")] }, "$start");
  const heights = ["$start", "a", "b"].map((id) => laid.get(id)?.y ?? 0);
  expect(heights).toEqual([...heights].sort((one, other) => one - other));
  expect(new Set(heights).size).toBe(3);
});

test("what a person has placed stays; a new step stands below the one before it and on nothing else", () => {
  const placed = [step("a", ["b", "c"], { x: 500, y: 300 }), step("b"), step("c")];
  const laid = layAround({ next: ["a"], steps: placed }, "$start", { x: 10, y: 20 });
  expect(laid.get("$start")).toEqual({ x: 10, y: 20 });
  expect(laid.get("a")).toEqual({ x: 500, y: 300 });
  const [b, c] = [laid.get("b"), laid.get("c")];
  expect(b?.x).toBe(500);
  expect(b?.y).toBeGreaterThan(300);
  expect(c?.y).toBe(b?.y);
  expect((c?.x ?? 0) - (b?.x ?? 0)).toBeGreaterThanOrEqual(nodeWidth);
});
