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
  run: async (call) => {
    const runId = await startFromStep(call, String(call.inputs.workflowId), call.inputs.body ?? null);
    if (runId !== undefined) return { output: { runId } };
    throw new StepFailure(
      "workflow_not_startable",
      "There is no such workflow, it is disabled, or it has another trigger.",
    );
  },
});
