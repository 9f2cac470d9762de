import { defineFunction, StepFailure } from "../../define/function.ts";

export default defineFunction({
  id: "flow.fail",
  name: "Fail",
  category: "Flow",
  summary: "Ends the run here, as failed, with your own words.",
  isPure: true,
  inputs: { message: { kind: "text", label: "Message", required: true } },
  output: {},
  ports: [],
  errors: {
    failed_on_purpose: "Always: it is what the function is for.",
  },
  repetition: "It changes nothing outside; after a crash it is done again.",
  example: { message: { expression: '"No account for " & $trigger.body.id' } },
  run: async ({ inputs }) => {
    throw new StepFailure("failed_on_purpose", String(inputs.message).slice(0, 1000));
  },
});
