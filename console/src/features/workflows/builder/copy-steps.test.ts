import { expect, test } from "vitest";
import type { Definition, Step } from "../../../lib/api/workflow-shapes.ts";
import { pasteSteps } from "./copy-steps.ts";
import { allSteps } from "./definition.ts";

const step = (id: string, next: Step["next"] = {}): Step => ({ id, function: "data.transform", inputs: {}, next });
const inner: Step = { ...step("inner"), inputs: { value: { expression: "$steps.get.body & $steps.other.body" } } };
const loop: Step = { ...step("each"), body: { next: ["inner"], steps: [inner] }, position: { x: 10, y: 20 } };
const definition: Definition = {
  formatVersion: 1,
  trigger: { type: "manual", next: ["get"] },
  steps: [step("get", { next: ["each", "other"] }), loop, step("other")],
};
const [get, each] = definition.steps as [Step, Step];

test("copies get names of their own and keep only the links among them", () => {
  const { next, ids } = pasteSteps(definition, [], [get, each]);
  expect(ids).toEqual(["get2", "each2"]);
  expect(next.steps.map(({ id }) => id)).toEqual(["get", "each", "other", "get2", "each2"]);
  expect(next.steps[3]?.next).toEqual({ next: ["each2"] });
  expect(next.steps[4]?.position).toEqual({ x: 50, y: 60 });
});

test("a copied loop brings its body, whose expressions mean the copies", () => {
  const { next } = pasteSteps(definition, [], [get, each]);
  const copy = next.steps[4]?.body;
  expect(copy?.next).toEqual(["inner2"]);
  expect(copy?.steps[0]?.inputs).toEqual({ value: { expression: "$steps.get2.body & $steps.other.body" } });
  expect(new Set(allSteps(next).map(({ step: { id } }) => id)).size).toBe(7);
  expect(next.steps[1]).toBe(each);
});

test("steps are pasted into the body of a loop", () => {
  const { next, ids } = pasteSteps(definition, ["each"], [get]);
  expect(ids).toEqual(["get2"]);
  expect(next.steps[1]?.body?.steps.map(({ id }) => id)).toEqual(["inner", "get2"]);
});
