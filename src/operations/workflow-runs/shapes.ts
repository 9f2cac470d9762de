import { z } from "zod";
import type { Actor } from "../../context.ts";
import { Problem } from "../../errors.ts";
import type { Tx } from "../../store/db.ts";
import { findRun, type listRunSteps, type RunRow, type RunSummaryRow } from "../../store/workflow-runs.ts";
import * as shapes from "../shapes.ts";
import { runStatuses, storedDefinition, triggerTypes } from "../workflows/shapes.ts";

const runError = z.strictObject({
  code: z.string(),
  message: z.string(),
  stepId: z.string().optional(),
  uncertain: z.boolean().optional(),
});
const nullableTime = shapes.time.nullable();

const summary = {
  id: shapes.outputId,
  workflowId: shapes.outputId,
  workflowName: z.string().nullable(),
  workflowVersion: z.int().nullable(),
  isTest: z.boolean(),
  status: z.enum(runStatuses),
  triggerType: z.enum(triggerTypes),
  triggerRef: z.string().nullable(),
  retryOf: z.string().nullable(),
  parentRunId: z.string().nullable(),
  error: runError.nullable(),
  wakeAt: nullableTime,
  dtCreated: shapes.time,
  dtStarted: nullableTime,
  dtFinished: nullableTime,
};

const runStep = z.strictObject({
  stepId: z.string(),
  iteration: z.string(),
  status: z.enum(["COMPLETED", "FAILED", "CAUGHT", "SKIPPED", "WAITING", "RETRYING"]),
  attempts: z.int(),
  port: z.string().nullable(),
  input: z.json(),
  output: z.json(),
  error: runError.nullable(),
  idempotencyKey: z.string().nullable(),
  wakeAt: nullableTime,
  dtStarted: shapes.time,
  dtFinished: nullableTime,
});

export const runSummary = z.strictObject(summary);
export const run = z.strictObject({
  ...summary,
  input: z.json(),
  output: z.json(),
  definition: storedDefinition.nullable(),
  steps: z.array(runStep),
});

export const runQuery = z.object({
  status: z.enum(runStatuses).optional(),
  triggerType: z.enum(triggerTypes).optional(),
  test: shapes.queryFlag.optional(),
  since: shapes.time.transform((value) => new Date(value)).optional(),
  until: shapes.time.transform((value) => new Date(value)).optional(),
  ...shapes.paging,
});

export const shownSteps = 2_000;

export const toRunSummary = (row: RunSummaryRow): z.input<typeof runSummary> => ({
  id: row.id,
  workflowId: row.workflow_id,
  workflowName: row.workflow_name,
  workflowVersion: row.workflow_version,
  isTest: row.is_test,
  status: row.status,
  triggerType: row.trigger_type,
  triggerRef: row.trigger_ref,
  retryOf: row.retry_of,
  parentRunId: row.parent_run_id,
  error: row.error,
  wakeAt: row.status === "WAITING" ? (row.wake_at?.toISOString() ?? null) : null,
  dtCreated: row.dt_created.toISOString(),
  dtStarted: row.dt_started?.toISOString() ?? null,
  dtFinished: row.dt_finished?.toISOString() ?? null,
});

type StepRow = Awaited<ReturnType<typeof listRunSteps>>[number];
type Json = z.input<ReturnType<typeof z.json>>;

export const toRun = (row: RunRow, steps: StepRow[]): z.input<typeof run> => ({
  ...toRunSummary(row),
  input: (row.input ?? null) as Json,
  output: (row.output ?? null) as Json,
  definition: (row.definition ?? row.published ?? null) as z.input<typeof storedDefinition> | null,
  steps: steps.map((step) => ({
    stepId: step.step_id,
    iteration: step.iteration,
    status: step.status,
    attempts: step.attempts,
    port: step.port,
    input: (step.input ?? null) as Json,
    output: (step.output ?? null) as Json,
    error: step.error,
    idempotencyKey: step.idempotency_key,
    wakeAt: step.wake_at?.toISOString() ?? null,
    dtStarted: step.dt_started.toISOString(),
    dtFinished: step.dt_finished?.toISOString() ?? null,
  })),
});

export async function requireRun(tx: Tx, id: string): Promise<RunRow> {
  const row = await findRun(tx, id);
  if (!row) throw new Problem("not_found", "There is no run with this id.");
  return row;
}

/** The permission is asked for the run's workflow, which only the row tells. */
export function requireMay(actor: Actor, action: "config:retrieve" | "config:use", row: RunRow): void {
  if (actor.may(action, "workflow", row.workflow_id)) return;
  throw new Problem("not_permitted", `This needs the permission ${action} on workflow.`);
}
