import { type FunctionCall, StepFailure } from "../../define/function.ts";
import type { Tx } from "../../store/db.ts";
import {
  adoptRun,
  findStartedRun,
  holdOrder,
  holdRun,
  type NewRun,
  queueRuns,
  readRunEnd,
  replaceStart,
  wouldWaitForItself,
} from "../../store/run-queue.ts";
import { copyJournal } from "../../store/workflow-runs.ts";
import { longestChain } from "./chain.ts";
import { newRun } from "./new-run.ts";

const waitsForItself =
  "By its ordering key the other run would begin after one that waits for this run: neither would end. Give one of the workflows another key.";

/**
 * Starts another workflow, once for each step of a run. Gives the id of its run; undefined when it cannot be started. A run
 * that is waited for and did not complete goes on from its failed step when the step that waits is tried again.
 */
export async function startFromStep(
  call: FunctionCall,
  workflowId: string,
  body: unknown,
  isAwaited: boolean,
): Promise<string | undefined> {
  const { context, organizationId } = call;
  const runnable = await context.workflows.definitions.runnable(workflowId);
  if (!runnable?.enabled || runnable.organizationId !== organizationId) return undefined;
  if (runnable.workflow.definition.trigger.type !== "workflow") return undefined;
  const depth = call.depth + 1;
  if (depth > longestChain)
    throw new StepFailure("too_deep", `Workflows start each other ${longestChain} deep at most.`);
  const input = { type: "workflow", runId: call.runId, depth, body, ...(isAwaited ? { awaited: true } : {}) };
  const parent = { runId: call.runId, step: call.stepId };
  const run = await newRun(context, { runnable, type: "workflow", ref: call.runId, input, parent });
  return context.store.inOrganization(organizationId, async (tx) => {
    if (!isAwaited) return startOnce(tx, call, run);
    if (run.orderingKey !== null) await holdOrder(tx);
    if (!(await holdRun(tx, call.runId)))
      throw new StepFailure("run_over", "The run is over. A step that waits is tried in a test run.");
    if (await wouldWaitForItself(tx, run, call.runId)) throw new StepFailure("waits_for_itself", waitsForItself);
    const started = await startOnce(tx, call, run);
    return started === undefined || started === run.id ? started : goOnWith(tx, call, started, run);
  });
}

const startKeyOf = ({ idempotencyKey }: FunctionCall): string => `step:${idempotencyKey}`;

async function startOnce(tx: Tx, call: FunctionCall, run: NewRun): Promise<string | undefined> {
  const startKey = startKeyOf(call);
  const made = await queueRuns(tx, [{ run, startKey }]);
  return made.has(run.id) ? run.id : findStartedRun(tx, run.workflowId, startKey);
}

/** The run that was started before: waited for by this run now, or retried when it did not complete. */
async function goOnWith(tx: Tx, call: FunctionCall, started: string, run: NewRun): Promise<string> {
  await adoptRun(tx, started, call.runId);
  const end = await readRunEnd(call.context.store.systemPool, started);
  if (!call.isAgain || !end || end.status === "COMPLETED") return started;
  await copyJournal(tx, started, run.id);
  await queueRuns(tx, [{ run: { ...run, retryOf: started } }]);
  await replaceStart(tx, run.workflowId, startKeyOf(call), run.id);
  return run.id;
}
