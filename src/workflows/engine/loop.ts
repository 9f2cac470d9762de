import { StepFailure } from "../../define/function.ts";
import type { StepRecord } from "../../store/run-journal.ts";
import { limits } from "../definition.ts";
import { completeInputs } from "../functions/inputs.ts";
import { evaluateInputs } from "./attempt.ts";
import type { CompiledStep } from "./compiled.ts";
import { isHalted, type RunState } from "./run-state.ts";
import type { Variables } from "./variables.ts";

interface Loop {
  items: unknown[];
  parallel: number;
}

/** Does the body for each item, some at the same time. Undefined: an item waits, or ended the run. */
export async function runLoop(
  state: RunState,
  compiled: CompiledStep,
  iteration: string,
  variables: Variables,
): Promise<StepRecord | undefined> {
  const { step } = compiled;
  const startedAt = new Date(state.context.now());
  const record: StepRecord = {
    ...{ stepId: step.id, iteration, status: "COMPLETED", attempts: 1, port: null, input: null, output: null },
    ...{ error: null, idempotencyKey: null, wakeAt: null, startedAt, finishedAt: null },
  };
  try {
    const { items, parallel } = await readLoop(state, compiled, variables);
    record.input = { items: items.length, parallel };
    const results = await doItems(state, compiled, { items, parallel }, iteration, variables);
    if (!results) return undefined;
    record.output = { count: items.length, results };
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error;
    record.status = "FAILED";
    record.error = { code: error.code, message: error.message };
  }
  record.finishedAt = new Date(state.context.now());
  return record;
}

async function readLoop(
  state: RunState,
  { step, function: definition }: CompiledStep,
  variables: Variables,
): Promise<Loop> {
  if (!definition) throw new StepFailure("unknown_function", "This installation has no such function.");
  const inputs = completeInputs(definition, await evaluateInputs(state, step.inputs, variables));
  const items = inputs.items as unknown[];
  const most = Math.min(Number(inputs.limit), limits.loopItems);
  if (items.length > most) throw new StepFailure("too_many_items", `The list is longer than ${most} items.`);
  return { items, parallel: Math.max(1, Math.min(Math.trunc(Number(inputs.parallel)), limits.loopParallel)) };
}

async function doItems(
  state: RunState,
  { body }: CompiledStep,
  { items, parallel }: Loop,
  iteration: string,
  variables: Variables,
): Promise<unknown[] | undefined> {
  const results: unknown[] = new Array(items.length).fill(null);
  let next = 0;
  let isWhole = true;
  const work = async (): Promise<void> => {
    while (next < items.length && !isHalted(state) && (isWhole || parallel > 1)) {
      const index = next++;
      const inner: Variables = {
        ...variables,
        steps: { ...variables.steps },
        errors: { ...variables.errors },
        item: items[index],
        index,
      };
      if (!body) return;
      const place = iteration === "" ? String(index) : `${iteration}.${index}`;
      const done = await state.walk(body, place, inner);
      if (done.isWhole) results[index] = done.lastOutput;
      else isWhole = false;
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
  return isWhole && !isHalted(state) ? results : undefined;
}
