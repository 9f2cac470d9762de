import { defineFunction } from "../../define/function.ts";

export default defineFunction({
  id: "flow.switch",
  name: "Switch",
  category: "Flow",
  summary: "Goes the way that is named like the value, or the way default.",
  isPure: true,
  inputs: {
    value: { kind: "json", label: "Value", required: true, help: "An expression such as $trigger.body.type." },
    cases: { kind: "list", label: "Cases", required: true, help: "The texts that have a way of their own." },
  },
  output: { case: { label: "Case", kind: "text" } },
  ports: ["default"],
  portsFrom: "cases",
  repetition: "It changes nothing outside; after a crash it is done again.",
  example: { value: { expression: "$trigger.body.type" }, cases: { value: ["invoice.paid", "invoice.voided"] } },
  run: async ({ inputs }) => {
    const text = String(inputs.value);
    const port = (inputs.cases as unknown[]).includes(text) ? text : "default";
    return { output: { case: port }, port };
  },
});
