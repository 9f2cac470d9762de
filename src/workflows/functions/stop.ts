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
  run: async ({ inputs }) => ({ stop: true, output: inputs.output ?? null }),
});
