import { expect, test } from "vitest";
import type { Definition } from "../../lib/api/workflow-shapes.ts";
import { changesBetween } from "./version-diff.ts";

const step = { id: "get", function: "data.transform", inputs: { value: { expression: "1" } }, next: {} };
const before: Definition = { formatVersion: 1, trigger: { type: "manual", next: ["get"] }, steps: [step] };

test("a changed input, an added step and a changed trigger are told; a move on the canvas is not", () => {
  const after: Definition = {
    ...before,
    trigger: { type: "schedule", cron: "0 8 * * *", next: ["get"], position: { x: 1, y: 1 } },
    steps: [
      {
        ...step,
        inputs: { value: { expression: "2" } },
        next: { next: ["tell"], error: [] },
        position: { x: 5, y: 5 },
      },
      { ...step, id: "tell", name: "Tell" },
    ],
  };
  expect(changesBetween(before, after)).toEqual([
    { what: "Trigger: a run starts", before: "manual", after: "schedule" },
    { what: "Trigger: when", before: "", after: "0 8 * * *" },
    { what: "Step get: input value", before: "1", after: "2" },
    { what: "Step get: Then", before: "", after: "Tell" },
    { what: "Step Tell added" },
  ]);
  expect(changesBetween(after, before)).toContainEqual({ what: "Step Tell removed" });
  expect(changesBetween(before, { ...before, steps: [{ ...step, position: { x: 9, y: 9 } }] })).toEqual([]);
});

test("a changed credential and a changed webhook are told as what they are", () => {
  const after: Definition = {
    ...before,
    trigger: { type: "webhook", webhookId: "w1", next: ["get"] },
    steps: [{ ...step, credentialId: "c1" }],
  };
  expect(changesBetween(before, after)).toEqual([
    { what: "Trigger: a run starts", before: "manual", after: "webhook" },
    { what: "Trigger: incoming webhook", before: "", after: "w1", ids: "incomingWebhook" },
    { what: "Step get: credential", before: "", after: "c1", ids: "credential" },
  ]);
});
