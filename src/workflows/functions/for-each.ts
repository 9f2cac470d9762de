import { defineFunction, StepFailure } from "../../define/function.ts";
import { limits } from "../definition.ts";

/** The list of a loop. Throws StepFailure `too_many_items` where it is longer than its limit. */
export function itemsOf({ items, limit }: Record<string, unknown>): unknown[] {
  const list = items as unknown[];
  const most = Number(limit);
  if (list.length > most) throw new StepFailure("too_many_items", `The list is longer than ${most} items.`);
  return list;
}

export default defineFunction({
  id: "flow.forEach",
  name: "For each",
  category: "Flow",
  summary: "Does its own steps for each item of a list; they see $item and $index.",
  isPure: true,
  loop: true,
  inputs: {
    items: { kind: "list", label: "Items", required: true, help: "An expression such as $trigger.body.lines." },
    parallel: {
      kind: "number",
      label: "At the same time",
      defaultValue: 1,
      ...{ min: 1, max: limits.loopParallel },
      help: "1 to 20. 1 keeps the order.",
    },
    limit: {
      kind: "number",
      label: "Most items",
      defaultValue: 1000,
      ...{ min: 1, max: limits.loopItems },
      help: "A longer list fails. 10,000 at most.",
    },
    onError: {
      kind: "select",
      label: "When an item fails",
      defaultValue: "stop",
      options: [
        { value: "stop", label: "Stop at the first" },
        { value: "collect", label: "Go on, and list the failures" },
        { value: "fail", label: "Go on, then fail" },
      ],
      help: "A step inside that has an error way of its own catches its failure first.",
    },
  },
  output: {
    count: { label: "Items", kind: "number" },
    results: { label: "What the last step gave for each item; null for one that failed", kind: "list" },
    failures: { label: "Items that failed: index, item and error", kind: "list" },
  },
  errors: {
    too_many_items: "The list is longer than the limit.",
    items_failed:
      "Every item had its turn and some failed. Of the first that stops a loop, the code is the step's own.",
  },
  repetition:
    "Each item has its own record: after a crash, and when a failed run is retried, only items that are not done are done.",
  example: { items: { expression: "$steps.bills.body.data" }, parallel: { value: 5 } },
  /** A trial: the engine does a loop itself. */
  run: async ({ inputs }) => ({ output: { count: itemsOf(inputs).length, results: [], failures: [] } }),
});
