import { defineFunction, StepFailure } from "../../define/function.ts";
import { outcomeOfRun } from "../triggers/child-runs.ts";
import { startFromStep } from "../triggers/from-step.ts";
import { longestWait } from "./longest-wait.ts";

export default defineFunction({
  id: "workflow.start",
  name: "Start another workflow",
  category: "Credenza",
  summary:
    "Starts an enabled workflow whose trigger is another workflow. It runs on its own, or the step waits for its end.",
  inputs: {
    workflowId: { kind: "workflow", label: "Workflow", required: true },
    body: { kind: "json", label: "Body", help: "What $trigger.body is there." },
    wait: {
      kind: "boolean",
      label: "Wait for its end",
      defaultValue: false,
      help: "Its output is then this step's, its failure this step's failure; cancelling this run cancels it.",
    },
    timeoutSeconds: longestWait,
  },
  output: {
    runId: { label: "Run id", kind: "text" },
    output: { label: "What the run gave, when the step waits", kind: "json" },
  },
  errors: {
    workflow_not_startable: "The workflow is gone, disabled, or has another trigger.",
    too_deep: "Workflows start each other more than 10 deep.",
    waits_for_itself: "By its ordering key the run to wait for would begin after one that waits for this run.",
    child_failed: "The run that the step waits for failed; tried again, it goes on at its failed step.",
    child_cancelled: "The run that the step waits for was cancelled.",
    child_timed_out: "The run was not over in time. It goes on; a retry of this run waits for it again.",
  },
  repetition: "The step starts one run, however often it is repeated.",
  example: {
    workflowId: { value: "0193f0aa-7a52-7cc0-8d0e-1f6d2f9c9a10" },
    body: { expression: "$trigger.body" },
    wait: { value: true },
  },
  run: async (call) => {
    const { workflowId, wait, timeoutSeconds } = call.inputs;
    const { body = null } = call.keptInputs;
    const seconds = Number(timeoutSeconds);
    const runId = await startFromStep(call, String(workflowId), body, wait === true);
    if (runId === undefined) {
      const words = "There is no such workflow, it is disabled, or it has another trigger.";
      throw new StepFailure("workflow_not_startable", words);
    }
    if (wait !== true) return { output: { runId } };
    const output = await outcomeOfRun(call.context, { runId });
    const until = new Date(call.context.now() + seconds * 1000);
    return output ? { output } : { wait: { until, runId }, output: { runId } };
  },
});
