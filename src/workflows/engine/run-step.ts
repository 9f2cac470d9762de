import { StepFailure } from "../../define/function.ts";
import type { StepRecord } from "../../store/run-journal.ts";
import type { RunError } from "../../store/workflow-tables.ts";
import { errorPort } from "../functions/registry.ts";
import { outcomeOfRun } from "../triggers/child-runs.ts";
import { attemptStep } from "./attempt.ts";
import type { CompiledStep } from "./compiled.ts";
import { runLoop } from "./loop.ts";
import { nextTry, type RetryableRecord } from "./retry.ts";
import { isHalted, type Place, type RunState, recordKey, waitUntil } from "./run-state.ts";
import type { Variables } from "./variables.ts";

/** Most steps that a run may do, those of its loops counted for each item. */
const maxSteps = 100_000;
const pausedInMemoryMs = 2_000;

/** Brings one step as far as it goes. Undefined: it waits, or it ended the run. */
export async function runStep(
  state: RunState,
  compiled: CompiledStep,
  iteration: string,
  variables: Variables,
  place: Place,
): Promise<StepRecord | undefined> {
  const { step } = compiled;
  const known = state.journal.get(recordKey(step.id, iteration));
  if (known?.status === "COMPLETED" || known?.status === "CAUGHT") return known;
  if (known?.status === "FAILED") {
    place.failure ??= failureOf(known);
    return undefined;
  }
  const isForRun = known?.status === "WAITING" && known.port === "run";
  if (known?.status === "WAITING" && !compiled.body && !isForRun) return resumeWaiting(state, compiled, known, place);
  if (isHalted(state, place)) return undefined;

  state.inFlight += 1;
  const record = compiled.function?.loop
    ? await runLoop(state, compiled, iteration, variables, place)
    : await tryUntilSettled(state, compiled, iteration, variables, place, known);
  state.inFlight -= 1;
  if (!record) return undefined;
  return settle(state, compiled, record, place);
}

async function settle(
  state: RunState,
  { step }: CompiledStep,
  record: StepRecord,
  place: Place,
): Promise<StepRecord | undefined> {
  state.stepsDone += 1;
  if (record.error && step.next[errorPort]?.length) {
    record.status = "CAUGHT";
    record.port = errorPort;
  }
  state.journal.set(recordKey(record.stepId, record.iteration), record);
  state.unsaved.push(record);
  if (record.status === "FAILED") place.failure ??= failureOf(record);
  if (state.stepsDone > maxSteps)
    state.failure ??= { code: "too_many_steps", message: `A run does ${maxSteps} steps at most.` };
  if (state.inFlight > 0) await state.flush();
  if (record.status === "COMPLETED") state.lastOutput = record.output;
  return record.status === "FAILED" || isHalted(state, place) ? undefined : record;
}

/** A loop's error names the step inside it that failed. */
const failureOf = ({ stepId, error }: StepRecord): RunError => ({
  ...{ stepId, code: "internal", message: "The step failed." },
  ...error,
});

/** A step that waited goes on when its time has come or its message was written into the journal. */
async function resumeWaiting(
  state: RunState,
  compiled: CompiledStep,
  known: StepRecord,
  place: Place,
): Promise<StepRecord | undefined> {
  const nowMs = state.context.now();
  const isForMessage = known.port === "message";
  if (known.wakeAt && known.wakeAt.getTime() > nowMs) {
    waitUntil(state, known, known.wakeAt, isForMessage);
    return undefined;
  }
  const finishedAt = new Date(nowMs);
  if (!isForMessage)
    return settle(state, compiled, { ...known, status: "COMPLETED", port: null, wakeAt: null, finishedAt }, place);
  const error = { code: "wait_timed_out", message: "No message came in time." };
  return settle(state, compiled, { ...known, status: "FAILED", port: null, error, wakeAt: null, finishedAt }, place);
}

/** Tries again as the step's policy says: after a short pause here, after a longer one from the queue. */
async function tryUntilSettled(
  state: RunState,
  compiled: CompiledStep,
  iteration: string,
  variables: Variables,
  place: Place,
  known: StepRecord | undefined,
): Promise<StepRecord | undefined> {
  let attempts = known?.attempts ?? 0;
  if (known?.status === "RETRYING" && !(await pause(state, known, place))) return undefined;
  let ended = known?.status === "WAITING" ? await awaitRun(state, known) : undefined;
  if (known?.status === "WAITING" && !ended) return undefined;
  for (;;) {
    if (!ended) attempts += 1;
    const key = known?.idempotencyKey ?? undefined;
    const record = ended ?? (await attemptStep(state, compiled, iteration, variables, attempts, key));
    ended = undefined;
    if (record.status === "WAITING") return keepWaiting(state, record);
    const again = record.status === "FAILED" ? nextTry(compiled.step, record, state) : undefined;
    if (!again) return record;
    const retrying: StepRecord = { ...record, status: "RETRYING", wakeAt: again, finishedAt: null };
    state.journal.set(recordKey(record.stepId, record.iteration), retrying);
    state.unsaved.push(retrying);
    await state.flush();
    if (!(await pause(state, retrying, place))) return undefined;
  }
}

/** A step that waits for another run ends with it; undefined while that run goes on. */
async function awaitRun(state: RunState, known: StepRecord): Promise<RetryableRecord | undefined> {
  const finishedAt = new Date(state.context.now());
  const over = { ...known, port: null, wakeAt: null, finishedAt };
  try {
    const output = await outcomeOfRun(state.context, known.output);
    if (output) return { ...over, status: "COMPLETED", output };
    if (!known.wakeAt || known.wakeAt > finishedAt) {
      if (known.wakeAt) waitUntil(state, known, known.wakeAt);
      return undefined;
    }
    throw new StepFailure("child_timed_out", "The other run was not over in time. It goes on.");
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error;
    const { code, message, retry: mayRetry } = error;
    return { ...over, status: "FAILED", output: null, error: { code, message }, mayRetry };
  }
}

function keepWaiting(state: RunState, record: StepRecord): undefined {
  state.unsaved.push(record);
  state.journal.set(recordKey(record.stepId, record.iteration), record);
  if (record.wakeAt) waitUntil(state, record, record.wakeAt, record.wait !== undefined);
}

async function pause(state: RunState, retrying: StepRecord, place: Place): Promise<boolean> {
  const { wakeAt } = retrying;
  const leftMs = (wakeAt?.getTime() ?? 0) - state.context.now();
  if (leftMs > pausedInMemoryMs && wakeAt) {
    waitUntil(state, retrying, wakeAt);
    return false;
  }
  if (leftMs > 0) await new Promise((resolve) => setTimeout(resolve, leftMs));
  return !isHalted(state, place);
}
