import { type FunctionCall, StepFailure } from "../../define/function.ts";
import { findStartedRun, queueRuns } from "../../store/run-queue.ts";
import { newRun } from "./new-run.ts";

const deepest = 10;

/** Starts another workflow, once for each step of a run. Gives the id of its run; undefined when it cannot be started. */
export async function startFromStep(
  call: FunctionCall,
  workflowId: string,
  body: unknown,
): Promise<string | undefined> {
  const { context, organizationId, idempotencyKey } = call;
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(workflowId)) return undefined;
  const runnable = await context.workflows.definitions.runnable(workflowId);
  if (!runnable?.enabled || runnable.organizationId !== organizationId) return undefined;
  if (runnable.workflow.definition.trigger.type !== "workflow") return undefined;
  const depth = call.depth + 1;
  if (depth > deepest) throw new StepFailure("too_deep", `Workflows start each other ${deepest} deep at most.`);
  const input = { type: "workflow", runId: call.runId, depth, body };
  const parent = { runId: call.runId, step: call.stepId };
  const run = await newRun(context, { runnable, type: "workflow", ref: call.runId, input, parent });
  const startKey = `step:${idempotencyKey}`;
  return context.store.inOrganization(organizationId, async (tx) => {
    const made = await queueRuns(tx, [{ run, startKey }]);
    return made.has(run.id) ? run.id : findStartedRun(tx, workflowId, startKey);
  });
}
