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
  run: async ({ inputs }) => {
    throw new StepFailure("failed_on_purpose", String(inputs.message).slice(0, 1000));
  },
});
