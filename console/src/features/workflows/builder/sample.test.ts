import { expect, test } from "vitest";
import type { Definition, Run, RunStep } from "../../../lib/api/workflow-shapes.ts";
import { sampleOf } from "./sample.ts";

const stepOf = (stepId: string, given: Partial<RunStep>): RunStep => ({
  stepId,
  iteration: "",
  status: "COMPLETED",
  attempts: 1,
  port: "next",
  input: null,
  output: null,
  error: null,
  idempotencyKey: stepId,
  wakeAt: null,
  dtStarted: null,
  dtFinished: null,
  ...given,
});
const definition = (sample: unknown): Definition => ({
  formatVersion: 1,
  trigger: { type: "manual", next: [], sample },
  steps: [],
});
const steps = [
  stepOf("get", { output: { email: "ap@acme.test" } }),
  stepOf("each", { input: { items: [{ id: 1 }, { id: 2 }] }, status: "FAILED" }),
  stepOf("inner", { output: "first", iteration: "0" }),
  stepOf("inner", { output: "second", iteration: "1" }),
];
const run = { input: { body: "of the run" }, steps } as Run;

test("a sample of one's own counts before the input of the newest run", () => {
  expect(sampleOf(definition({ body: "mine" }), run, undefined).trigger).toEqual({ body: "mine" });
  expect(sampleOf(definition({}), run, undefined).trigger).toEqual({ body: "of the run" });
  expect(sampleOf(definition(undefined), undefined, undefined)).toEqual({ trigger: {} });
});

test("steps give what they gave in the newest run; a failed one gives nothing, one in a loop what it gave first", () => {
  expect(sampleOf(definition({}), run, undefined).steps).toEqual({ get: { email: "ap@acme.test" }, inner: "first" });
});

test("in a loop the first item is the sample", () => {
  expect(sampleOf(definition({}), run, "each")).toMatchObject({ item: { id: 1 }, index: 0 });
  expect(sampleOf(definition({}), run, "get")).not.toHaveProperty("item");
});
