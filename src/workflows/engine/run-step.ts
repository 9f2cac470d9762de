import type { StepRecord } from "../../store/run-journal.ts";
import { errorPort } from "../functions/registry.ts";
import { attemptStep } from "./attempt.ts";
import type { CompiledStep } from "./compiled.ts";
import { runLoop } from "./loop.ts";
import { nextTry } from "./retry.ts";
import { isHalted, type RunState, recordKey, waitUntil } from "./run-state.ts";
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
): Promise<StepRecord | undefined> {
  const { step } = compiled;
  const known = state.journal.get(recordKey(step.id, iteration));
  if (known?.status === "COMPLETED" || known?.status === "CAUGHT") return known;
  if (known?.status === "WAITING" && !compiled.body) return resumeWaiting(state, compiled, known);
  if (isHalted(state)) return undefined;

  state.inFlight += 1;
  const record = compiled.function?.loop
    ? await runLoop(state, compiled, iteration, variables)
    : await tryUntilSettled(state, compiled, iteration, variables, known);
  state.inFlight -= 1;
  if (!record) return undefined;
  return settle(state, compiled, record);
}

async function settle(state: RunState, { step }: CompiledStep, record: StepRecord): Promise<StepRecord | undefined> {
  state.stepsDone += 1;
  if (record.error && step.next[errorPort]?.length) {
    record.status = "CAUGHT";
    record.port = errorPort;
  }
  state.journal.set(recordKey(record.stepId, record.iteration), record);
  state.unsaved.push(record);
  if (record.status === "FAILED") state.failure ??= { ...(record.error ?? fallback), stepId: step.id };
  if (state.stepsDone > maxSteps)
    state.failure ??= { code: "too_many_steps", message: `A run does ${maxSteps} steps at most.` };
  if (state.inFlight > 0) await state.flush();
  if (record.status === "COMPLETED") state.lastOutput = record.output;
  return record.status === "FAILED" || isHalted(state) ? undefined : record;
}

const fallback = { code: "internal", message: "The step failed." };

/** A step that waited goes on when its time has come or its message was written into the journal. */
async function resumeWaiting(
  state: RunState,
  compiled: CompiledStep,
  known: StepRecord,
): Promise<StepRecord | undefined> {
  const nowMs = state.context.now();
  const isForMessage = known.port === "message";
  if (known.wakeAt && known.wakeAt.getTime() > nowMs) {
    waitUntil(state, known.wakeAt);
    if (isForMessage) state.webhookWaits += 1;
    return undefined;
  }
  const finishedAt = new Date(nowMs);
  if (!isForMessage)
    return settle(state, compiled, { ...known, status: "COMPLETED", port: null, wakeAt: null, finishedAt });
  const error = { code: "wait_timed_out", message: "No message came in time." };
  return settle(state, compiled, { ...known, status: "FAILED", port: null, error, wakeAt: null, finishedAt });
}

/** Tries again as the step's policy says: after a short pause here, after a longer one from the queue. */
async function tryUntilSettled(
  state: RunState,
  compiled: CompiledStep,
  iteration: string,
  variables: Variables,
  known: StepRecord | undefined,
): Promise<StepRecord | undefined> {
  let attempts = known?.attempts ?? 0;
  if (known?.status === "RETRYING" && !(await pause(state, known.wakeAt))) return undefined;
  for (;;) {
    attempts += 1;
    const record = await attemptStep(
      state,
      compiled,
      iteration,
      variables,
      attempts,
      known?.idempotencyKey ?? undefined,
    );
    if (record.status === "WAITING") return keepWaiting(state, record);
    const again = record.status === "FAILED" ? nextTry(compiled.step, record, state) : undefined;
    if (!again) return record;
    const retrying: StepRecord = { ...record, status: "RETRYING", wakeAt: again, finishedAt: null };
    state.journal.set(recordKey(record.stepId, record.iteration), retrying);
    state.unsaved.push(retrying);
    await state.flush();
    if (!(await pause(state, again))) return undefined;
  }
}

function keepWaiting(state: RunState, record: StepRecord): undefined {
  state.unsaved.push(record);
  state.journal.set(recordKey(record.stepId, record.iteration), record);
  if (record.wakeAt) waitUntil(state, record.wakeAt);
  if (record.wait) state.webhookWaits += 1;
}

async function pause(state: RunState, until: Date | null): Promise<boolean> {
  const leftMs = (until?.getTime() ?? 0) - state.context.now();
  if (leftMs > pausedInMemoryMs && until) {
    waitUntil(state, until);
    return false;
  }
  if (leftMs > 0) await new Promise((resolve) => setTimeout(resolve, leftMs));
  return !isHalted(state);
}
