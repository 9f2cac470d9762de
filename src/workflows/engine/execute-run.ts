import type { Context } from "../../context.ts";
import type { ActiveRun } from "../../store/run-claims.ts";
import { readJournal, type StepRecord } from "../../store/run-journal.ts";
import type { EndState, RunError } from "../../store/workflow-tables.ts";
import type { Definitions } from "../definitions.ts";
import type { Parameters } from "../parameters.ts";
import { longestChain, placeInChain } from "../triggers/chain.ts";
import type { CompiledWorkflow } from "./compiled.ts";
import type { JournalWriter } from "./journal-writer.ts";
import { nextWake, RunLost, type RunState, recordKey } from "./run-state.ts";
import type { Variables } from "./variables.ts";
import { walk } from "./walk.ts";

export interface RunParts {
  context: Context;
  definitions: Definitions;
  parameters: Parameters;
  journal: JournalWriter;
}

/** How far a run came: its end, or when it goes on. */
export type RunOutcome = { status: EndState } | { status: "WAITING"; until: Date };

/** Longest time until a parked run is looked at again, whatever it waits for. */
const longestParkMs = 24 * 3600 * 1000;

/**
 * Brings a run as far as it goes: to its end, or to where it has to wait. Throws RunLost, and what the database throws;
 * then nothing was written and another process will take the run.
 */
export async function executeRun(parts: RunParts, run: ActiveRun, isNew: boolean): Promise<RunOutcome> {
  const workflow = await parts.definitions.ofRun(run);
  if (!workflow) return end(parts, run, [], "FAILED", null, gone);
  if (placeInChain(run.input) > longestChain) return end(parts, run, [], "FAILED", null, tooDeep);
  const state = await createState(parts, run, workflow, isNew);
  if (isOverdue(state)) state.failure = overdue;
  else await state.walk(workflow, "", variablesOf(state), state);
  return finish(parts, state);
}

const gone: RunError = { code: "workflow_gone", message: "This version of the workflow is gone." };
const tooDeep: RunError = {
  code: "too_deep",
  message: `Workflows started each other more than ${longestChain} times: one of them publishes the event, or makes the request, that starts it.`,
};
const overdue: RunError = { code: "run_timed_out", message: "The run took longer than its workflow allows." };

const isOverdue = ({ run, context }: RunState): boolean => run.deadline_at.getTime() <= context.now();

async function createState(
  parts: RunParts,
  run: ActiveRun,
  workflow: CompiledWorkflow,
  isNew: boolean,
): Promise<RunState> {
  const { context, journal } = parts;
  const records = isNew ? [] : await readJournal(context.store.systemPool, run.id);
  const parameters = workflow.usesParameters ? await parts.parameters.open(run.organization_id) : undefined;
  const state: RunState = {
    context,
    run,
    workflow,
    params: parameters?.values ?? {},
    redact: parameters?.redact ?? ((text) => text),
    maskDerived: parameters?.maskDerived ?? ((value) => value),
    journal: new Map(records.map((record) => [recordKey(record.stepId, record.iteration), record])),
    unsaved: [],
    inFlight: 0,
    stepsDone: records.length,
    failure: undefined,
    outer: undefined,
    stopped: undefined,
    waits: new Map(),
    lastOutput: null,
    walk: (scope, iteration, variables, place) => walk(state, scope, iteration, variables, place),
    flush: async () => {
      if (state.unsaved.length === 0) return;
      const steps = state.unsaved;
      state.unsaved = [];
      const isHeld = await journal.write({ runId: run.id, organizationId: run.organization_id, steps });
      if (!isHeld) throw new RunLost();
    },
  };
  return state;
}

function variablesOf({ run, params }: RunState): Variables {
  return {
    trigger: run.input,
    steps: {},
    errors: {},
    params,
    run: {
      id: run.id,
      workflowId: run.workflow_id,
      version: run.workflow_version,
      startedAt: (run.dt_started ?? run.dt_created).toISOString(),
      isTest: run.is_test,
    },
  };
}

async function finish(parts: RunParts, state: RunState): Promise<RunOutcome> {
  const { run, failure, stopped, waits, unsaved } = state;
  const wakeAt = nextWake(state);
  if (failure) return end(parts, run, unsaved, "FAILED", null, failure);
  if (stopped) return end(parts, run, unsaved, "COMPLETED", stopped.output, null);
  if (!wakeAt) return end(parts, run, unsaved, "COMPLETED", state.lastOutput, null);
  const latestMs = Math.min(run.deadline_at.getTime(), parts.context.now() + longestParkMs);
  const until = new Date(Math.min(wakeAt.getTime(), latestMs));
  const park = { until, waits: [...waits.values()].filter(({ isForMessage }) => isForMessage).length };
  const isHeld = await parts.journal.write({
    runId: run.id,
    organizationId: run.organization_id,
    steps: unsaved,
    park,
  });
  if (!isHeld) throw new RunLost();
  return { status: "WAITING", until };
}

async function end(
  { journal, context }: RunParts,
  run: ActiveRun,
  steps: StepRecord[],
  status: EndState,
  output: unknown,
  error: RunError | null,
): Promise<RunOutcome> {
  const at = new Date(context.now());
  const ids = { runId: run.id, organizationId: run.organization_id, parentRunId: run.parent_run_id };
  const entry = { ...ids, steps, end: { status, output, error, at } };
  if (!(await journal.write(entry))) throw new RunLost();
  return { status };
}
