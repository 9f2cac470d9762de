import { defineFunction } from "../../define/function.ts";

export default defineFunction({
  id: "data.transform",
  name: "Transform",
  category: "Data",
  summary: "Makes a value out of what came before. Write it as an expression.",
  isPure: true,
  inputs: {
    value: {
      kind: "json",
      label: "Value",
      help: "A value, or an expression such as $trigger.body.data.object.customer.",
      required: true,
    },
  },
  output: {},
  repetition: "It changes nothing outside; after a crash it is done again.",
  example: { value: { expression: "$sum($trigger.body.lines.(quantity * price))" } },
  run: async ({ inputs }) => ({ output: inputs.value ?? null }),
});
