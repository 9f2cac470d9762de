import { defineFunction, StepFailure } from "../../define/function.ts";
import { limits } from "../definition.ts";

export default defineFunction({
  id: "flow.wait",
  name: "Wait",
  category: "Flow",
  summary: "Goes on after a while, or at a time. A waiting run costs nothing and survives restarts.",
  isPure: true,
  inputs: {
    seconds: {
      kind: "number",
      label: "Seconds",
      max: limits.runSeconds,
      help: "How long. Leave it out when you give a time.",
    },
    until: { kind: "time", label: "Until", placeholder: "2026-01-31T09:00:00Z" },
  },
  needsOneOf: ["seconds", "until"],
  output: { until: { label: "Until", kind: "time" } },
  repetition: "The time is stored: a restart does not lengthen the wait.",
  example: { seconds: { value: 86400 } },
  run: async ({ inputs, context }) => {
    const nowMs = context.now();
    const atMs = typeof inputs.until === "string" ? Date.parse(inputs.until) : nowMs + Number(inputs.seconds) * 1000;
    if (Number.isNaN(atMs)) throw new StepFailure("input_invalid", "Give the seconds or the time to wait for.");
    if (atMs - nowMs > limits.runSeconds * 1000) throw new StepFailure("input_invalid", "Wait for 30 days at most.");
    const until = new Date(atMs);
    const output = { until: until.toISOString() };
    return atMs <= nowMs ? { output } : { wait: { until }, output };
  },
});
