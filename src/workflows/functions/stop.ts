import { defineFunction } from "../../define/function.ts";

export default defineFunction({
  id: "flow.stop",
  name: "Stop",
  category: "Flow",
  summary: "Ends the run here, as completed.",
  isPure: true,
  inputs: { output: { kind: "json", label: "Output", help: "What the run gives back." } },
  output: {},
  ports: [],
  repetition: "It changes nothing outside; after a crash it is done again.",
  example: { output: { expression: "$steps.account.body.id" } },
  run: async ({ inputs }) => ({ stop: true, output: inputs.output ?? null }),
});
