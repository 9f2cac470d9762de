import { expect, test } from "vitest";
import type { Definition, Step } from "../../../lib/api/workflow-shapes.ts";
import {
  addStep,
  connect,
  disconnect,
  freeId,
  readScope,
  removeSteps,
  withoutBlanks,
  writeScope,
} from "./definition.ts";

const step = (id: string, next: Step["next"] = {}): Step => ({ id, function: "data.transform", inputs: {}, next });
const definition: Definition = {
  formatVersion: 1,
  trigger: { type: "manual", next: ["get"] },
  steps: [step("get", { next: ["each"] }), { ...step("each"), body: { next: ["inner"], steps: [step("inner")] } }],
};

test("a step that is added after another is connected, and its removal takes the connections along", () => {
  const scope = addStep(readScope(definition, []), step("tell"), { stepId: "get", port: "error" });
  expect(scope.steps[0]?.next).toEqual({ next: ["each"], error: ["tell"] });
  expect(removeSteps(scope, new Set(["tell"])).steps[0]?.next).toEqual({ next: ["each"], error: [] });
  expect(removeSteps(scope, new Set(["get"])).next).toEqual([]);
});

test("the body of a loop is changed in its place", () => {
  const scope = readScope(definition, ["each"]);
  const changed = writeScope(
    definition,
    ["each"],
    connect(addStep(scope, step("more"), undefined), "inner", "next", "more"),
  );
  expect(readScope(changed, ["each"]).steps.map(({ id }) => id)).toEqual(["inner", "more"]);
  expect(readScope(changed, ["each"]).steps[0]?.next).toEqual({ next: ["more"] });
  expect(changed.steps[0]).toBe(definition.steps[0]);
});

test("a connection is made once, never to itself, and can be undone", () => {
  const scope = readScope(definition, []);
  expect(connect(scope, "get", "next", "get")).toBe(scope);
  expect(connect(scope, null, "next", "get").next).toEqual(["get"]);
  expect(disconnect(scope, "get", "next", "each").steps[0]?.next).toEqual({ next: [] });
});

test("a new step gets a name that nothing has, in loops either", () => {
  expect(freeId(definition, "inner")).toBe("inner2");
  expect(freeId(definition, "3-")).toBe("step");
});

test("an expression that is still empty is not kept, in a loop neither", () => {
  const blank = { ...step("inner"), inputs: { value: { expression: " " }, other: { value: 1 } } };
  const whole = { ...definition, steps: [{ ...step("each"), body: { next: ["inner"], steps: [blank] } }] };
  expect(withoutBlanks(whole).steps[0]?.body?.steps[0]?.inputs).toEqual({ other: { value: 1 } });
});
