import type { Context } from "../../context.ts";
import type { ActiveRun } from "../../store/run-claims.ts";
import type { StepRecord } from "../../store/run-journal.ts";
import type { RunError } from "../../store/workflow-tables.ts";
import type { CompiledScope, CompiledWorkflow } from "./compiled.ts";
import type { Variables } from "./variables.ts";

/** The run is not this process's any more: it was cancelled, or given to another. Nothing may be written. */
export class RunLost extends Error {}

/** Where a failure is kept and what it halts: the run itself, a loop, or one item of a loop. */
export interface Place {
  failure: RunError | undefined;
  outer: Place | undefined;
}

/** What keeps a step from going on now. */
interface Wait {
  at: Date;
  /** A message of a webhook ends it before its time. */
  isForMessage: boolean;
}

/** What one run has done and still does, in memory. */
export interface RunState extends Place {
  context: Context;
  run: ActiveRun;
  workflow: CompiledWorkflow;
  params: Record<string, unknown>;
  /** Takes the values of sealed parameters out of a text. */
  redact: (text: string) => string;
  /** Takes out what an expression made of them; for steps that use a parameter. */
  maskDerived: (value: unknown) => unknown;
  /** `step@iteration` -> its record. */
  journal: Map<string, StepRecord>;
  /** Done and not written yet: goes with the end of the run, or before anything follows. */
  unsaved: StepRecord[];
  inFlight: number;
  stepsDone: number;
  stopped: { output: unknown } | undefined;
  /** `step@iteration` -> what the step waits for. */
  waits: Map<string, Wait>;
  lastOutput: unknown;
  /** Does a loop's body for one item; it stands here because steps are walked, and a loop is a step. */
  walk(
    scope: CompiledScope,
    iteration: string,
    variables: Variables,
    place: Place,
  ): Promise<{ isWhole: boolean; lastOutput: unknown }>;
  /** Writes the unsaved steps. Throws RunLost. */
  flush(): Promise<void>;
}

export const recordKey = (stepId: string, iteration: string): string => `${stepId}@${iteration}`;

/** Whether nothing more may begin there: something failed in it or round it, or the run was stopped. */
export const isHalted = (state: RunState, place: Place = state): boolean =>
  state.stopped !== undefined || hasFailed(place);

const hasFailed = ({ failure, outer }: Place): boolean =>
  failure !== undefined || (outer !== undefined && hasFailed(outer));

export function waitUntil(
  state: RunState,
  { stepId, iteration }: Pick<StepRecord, "stepId" | "iteration">,
  at: Date,
  isForMessage = false,
): void {
  state.waits.set(recordKey(stepId, iteration), { at, isForMessage });
}

/** When the first waiting step can go on; undefined while none waits. */
export function nextWake({ waits }: RunState): Date | undefined {
  const times = [...waits.values()].map(({ at }) => at.getTime());
  return times.length === 0 ? undefined : new Date(times.reduce((a, b) => Math.min(a, b)));
}
