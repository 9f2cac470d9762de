import { StepFailure } from "../../define/function.ts";
import type { StepRecord } from "../../store/run-journal.ts";
import type { RunError } from "../../store/workflow-tables.ts";
import { itemsOf } from "../functions/for-each.ts";
import { completeInputs } from "../functions/inputs.ts";
import { clean, evaluateInputs } from "./attempt.ts";
import type { CompiledScope, CompiledStep } from "./compiled.ts";
import { isHalted, type Place, type RunState, recordKey } from "./run-state.ts";
import type { Variables } from "./variables.ts";

/** What a failed item does to the loop: ends it, is only told of, or ends it when every item had its turn. */
type OnError = "stop" | "collect" | "fail";

interface Loop {
  items: unknown[];
  parallel: number;
  onError: OnError;
}

interface Done {
  results: unknown[];
  failures: { index: number; error: RunError }[];
  /** No item waits, and none was kept from beginning. */
  isWhole: boolean;
}

/** Does the body for each item, some at the same time. Undefined: an item waits, or the run is to end. */
export async function runLoop(
  state: RunState,
  compiled: CompiledStep,
  iteration: string,
  variables: Variables,
  outer: Place,
): Promise<StepRecord | undefined> {
  const { step } = compiled;
  const startedAt = new Date(state.context.now());
  const record: StepRecord = {
    ...{ stepId: step.id, iteration, status: "COMPLETED", attempts: 1, port: null, input: null, output: null },
    ...{ error: null, idempotencyKey: null, wakeAt: null, startedAt, finishedAt: null },
  };
  try {
    const loop = await readLoop(state, compiled, variables);
    record.input = { items: loop.items.length, parallel: loop.parallel, onError: loop.onError };
    const place: Place = { failure: undefined, outer };
    const done = await doItems(state, compiled, loop, iteration, variables, place);
    if (isHalted(state, outer)) return undefined;
    if (!place.failure && !done.isWhole) return undefined;
    record.output = clean(state, outputOf(loop, done), compiled.usesParameters);
    record.error = place.failure ?? failureAtEnd(loop, done) ?? null;
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error;
    const message = String(clean(state, error.message, compiled.usesParameters));
    record.error = { code: error.code, message };
  }
  if (record.error) forget(state, compiled.body, iteration);
  if (record.error) record.status = "FAILED";
  record.finishedAt = new Date(state.context.now());
  return record;
}

const outputOf = ({ items }: Loop, { results, failures }: Done) => ({
  count: items.length,
  results,
  failures: failures.map(({ index, error }) => ({ index, item: items[index] ?? null, error })),
});

function failureAtEnd({ items, onError }: Loop, { failures }: Done): RunError | undefined {
  const [first] = failures;
  if (onError !== "fail" || !first) return undefined;
  const message = `${failures.length} of ${items.length} items failed. ${wordsOf(first)}`;
  return { code: "items_failed", message, stepId: first.error.stepId };
}

const wordsOf = ({ index, error }: Done["failures"][number]): string => `Item ${index}: ${error.message}`;

async function readLoop(
  state: RunState,
  { step, function: definition }: CompiledStep,
  variables: Variables,
): Promise<Loop> {
  if (!definition) throw new StepFailure("unknown_function", "This installation has no such function.");
  const inputs = completeInputs(definition, await evaluateInputs(state, step.inputs, variables));
  const parallel = Math.trunc(Number(inputs.parallel));
  return { items: itemsOf(inputs), parallel, onError: inputs.onError as OnError };
}

/** As many workers as may be under way; one whose item waits takes no other, so that the limit holds. */
async function doItems(
  state: RunState,
  { body }: CompiledStep,
  { items, parallel, onError }: Loop,
  iteration: string,
  variables: Variables,
  place: Place,
): Promise<Done> {
  const done: Done = { results: new Array(items.length).fill(null), failures: [], isWhole: true };
  let next = 0;
  const work = async (): Promise<void> => {
    while (body && next < items.length && !isHalted(state, place)) {
      const index = next++;
      const inner = { ...variables, steps: { ...variables.steps }, errors: { ...variables.errors } };
      const item: Place = { failure: undefined, outer: place };
      const within = iteration === "" ? String(index) : `${iteration}.${index}`;
      const walked = await state.walk(body, within, { ...inner, item: items[index], index }, item);
      if (item.failure) {
        const failure = { index, error: item.failure };
        done.failures.push(failure);
        forget(state, body, within);
        if (onError === "stop") place.failure ??= { ...item.failure, message: wordsOf(failure) };
      } else if (walked.isWhole) done.results[index] = walked.lastOutput;
      else {
        done.isWhole = false;
        return;
      }
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
  done.failures.sort((a, b) => a.index - b.index);
  return done;
}

/** What steps of a loop or of an item that is over wait for does not hold the run. */
function forget(state: RunState, body: CompiledScope | undefined, within: string): void {
  if (!body) return;
  for (const [id, inner] of body.steps) {
    for (const key of state.waits.keys()) {
      const isInside = within === "" ? key.startsWith(recordKey(id, "")) : isBelow(key, recordKey(id, within));
      if (isInside) state.waits.delete(key);
    }
    forget(state, inner.body, within);
  }
}

const isBelow = (key: string, above: string): boolean => key === above || key.startsWith(`${above}.`);
