import { defineFunction } from "../../define/function.ts";

export default defineFunction({
  id: "flow.branch",
  name: "Branch",
  category: "Flow",
  summary: "Goes one of two ways: true or false.",
  isPure: true,
  inputs: {
    condition: {
      kind: "json",
      label: "Condition",
      help: "An expression such as $trigger.body.amount > 100. Nothing, 0, an empty text and false count as false.",
    },
  },
  output: { result: { label: "Result", kind: "boolean" } },
  ports: ["true", "false"],
  repetition: "It changes nothing outside; after a crash it is done again.",
  example: { condition: { expression: "$trigger.body.amount > 100" } },
  run: async ({ inputs }) => {
    const result = isTrue(inputs.condition);
    return { output: { result }, port: String(result) };
  },
});

/** As JSONata's $boolean: an empty list or object is false, a list is true when one of its items is. */
export function isTrue(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isTrue);
  if (typeof value === "object" && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
}
