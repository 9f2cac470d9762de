import type { Context } from "../../context.ts";
import type { ActiveRun } from "../../store/run-claims.ts";
import type { StepRecord } from "../../store/run-journal.ts";
import type { RunError } from "../../store/workflow-tables.ts";
import type { CompiledScope, CompiledWorkflow } from "./compiled.ts";
import type { Variables } from "./variables.ts";

/** The run is not this process's any more: it was cancelled, or given to another. Nothing may be written. */
export class RunLost extends Error {}

/** What one run has done and still does, in memory. */
export interface RunState {
  context: Context;
  run: ActiveRun;
  workflow: CompiledWorkflow;
  params: Record<string, unknown>;
  /** Takes the values of sealed parameters out of a text. */
  redact: (text: string) => string;
  /** `step@iteration` -> its record. */
  journal: Map<string, StepRecord>;
  /** Done and not written yet: goes with the end of the run, or before anything follows. */
  unsaved: StepRecord[];
  inFlight: number;
  stepsDone: number;
  failure: RunError | undefined;
  stopped: { output: unknown } | undefined;
  /** When the first waiting step can go on; undefined while none waits. */
  wakeAt: Date | undefined;
  webhookWaits: number;
  lastOutput: unknown;
  /** Does a loop's body for one item; it stands here because steps are walked, and a loop is a step. */
  walk(
    scope: CompiledScope,
    iteration: string,
    variables: Variables,
  ): Promise<{ isWhole: boolean; lastOutput: unknown }>;
  /** Writes the unsaved steps. Throws RunLost. */
  flush(): Promise<void>;
}

export const recordKey = (stepId: string, iteration: string): string => `${stepId}@${iteration}`;

export const isHalted = (state: RunState): boolean => state.failure !== undefined || state.stopped !== undefined;

export function waitUntil(state: RunState, at: Date): void {
  if (!state.wakeAt || at < state.wakeAt) state.wakeAt = at;
}
