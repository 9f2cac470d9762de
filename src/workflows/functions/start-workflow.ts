import { defineFunction, StepFailure } from "../../define/function.ts";
import { startFromStep } from "../triggers/from-step.ts";

export default defineFunction({
  id: "workflow.start",
  name: "Start another workflow",
  category: "Credenza",
  summary: "Starts an enabled workflow whose trigger is another workflow. It runs on its own.",
  inputs: {
    workflowId: { kind: "workflow", label: "Workflow", required: true },
    body: { kind: "json", label: "Body", help: "What $trigger.body is there." },
  },
  output: { runId: { label: "Run id", kind: "text" } },
  errors: {
    workflow_not_startable: "The workflow is gone, disabled, or has another trigger.",
    too_deep: "Workflows start each other deeper than is allowed.",
  },
  repetition: "The step starts one run, however often it is repeated.",
  example: { workflowId: { value: "0193f0aa-7a52-7cc0-8d0e-1f6d2f9c9a10" }, body: { expression: "$trigger.body" } },
  run: async (call) => {
    const runId = await startFromStep(call, String(call.inputs.workflowId), call.inputs.body ?? null);
    if (runId !== undefined) return { output: { runId } };
    throw new StepFailure(
      "workflow_not_startable",
      "There is no such workflow, it is disabled, or it has another trigger.",
    );
  },
});
