import { sql } from "kysely";
import type { Tx } from "./db.ts";
import { decodeCursor, toPage } from "./paging.ts";
import type { RunError, RunStatus, TriggerType } from "./workflow-tables.ts";

export interface RunQuery {
  workflowId?: string;
  status?: RunStatus;
  triggerType?: TriggerType;
  test?: boolean;
  since?: Date;
  until?: Date;
  pageSize: number;
  nextToken?: string;
}

export interface RunSummaryRow {
  id: string;
  workflow_id: string;
  workflow_name: string | null;
  workflow_version: number | null;
  is_test: boolean;
  status: RunStatus;
  trigger_type: TriggerType;
  trigger_ref: string | null;
  retry_of: string | null;
  parent_run_id: string | null;
  error: RunError | null;
  dt_created: Date;
  dt_started: Date | null;
  dt_finished: Date | null;
  wake_at: Date | null;
}

const activeStates: readonly string[] = ["QUEUED", "RUNNING", "WAITING"];

/** Runs under way and runs that are over, newest first: each half by its index, then merged. */
export async function listRuns(tx: Tx, query: RunQuery) {
  const cursor = query.nextToken ? decodeCursor(query.nextToken).id : null;
  const isActive = query.status !== undefined && activeStates.includes(query.status);
  const conditions = (status: string) => sql`
    ${query.workflowId ? sql`r.workflow_id = ${query.workflowId}::uuid` : sql`true`}
    and ${query.status ? sql`r.${sql.ref(status)} = ${query.status}` : sql`true`}
    and ${query.triggerType ? sql`r.trigger_type = ${query.triggerType}` : sql`true`}
    and ${query.test === undefined ? sql`true` : sql`r.is_test = ${query.test}`}
    and ${query.since ? sql`r.dt_created >= ${query.since}` : sql`true`}
    and ${query.until ? sql`r.dt_created < ${query.until}` : sql`true`}
    and ${cursor ? sql`r.id < ${cursor}::uuid` : sql`true`}`;
  const shared = sql`r.id, r.workflow_id, r.workflow_version, r.is_test, r.trigger_type, r.trigger_ref, r.retry_of,
    r.parent_run_id, r.dt_created, r.dt_started`;
  const active = sql`(select ${shared}, r.state as status, null::json as error, null::timestamptz as dt_finished, r.wake_at
    from workflow_active_runs r where ${conditions("state")} order by r.id desc limit ${query.pageSize + 1})`;
  const over = sql`(select ${shared}, r.status, r.error, r.dt_finished, null::timestamptz as wake_at
    from workflow_runs r where ${conditions("status")} order by r.id desc limit ${query.pageSize + 1})`;
  const both = query.status === undefined ? sql`${active} union all ${over}` : isActive ? active : over;
  const { rows } = await sql<RunSummaryRow>`
    select u.*, w.name as workflow_name from (${both}) u left join workflows w on w.id = u.workflow_id
    order by u.id desc limit ${query.pageSize + 1}`.execute(tx);
  return toPage(
    rows,
    query.pageSize,
    (row) => row,
    ({ id }) => ({ id }),
  );
}

export interface RunRow extends RunSummaryRow {
  organization_id: string;
  definition: unknown;
  published: unknown;
  input: unknown;
  output: unknown;
}

/** A run, under way or over, with the definition that it follows. One query by primary keys. */
export async function findRun(tx: Tx, id: string): Promise<RunRow | undefined> {
  const shared = sql`r.id, r.organization_id, r.workflow_id, r.workflow_version, r.is_test, r.trigger_type, r.trigger_ref,
    r.retry_of, r.parent_run_id, r.dt_created, r.dt_started, r.definition, r.input`;
  const { rows } = await sql<RunRow>`
    select u.*, w.name as workflow_name, v.definition as published from (
      select ${shared}, r.state as status, null::json as error, null::json as output, null::timestamptz as dt_finished,
        r.wake_at
      from workflow_active_runs r where r.id = ${id}
      union all
      select ${shared}, r.status, r.error, r.output, r.dt_finished, null from workflow_runs r where r.id = ${id}
    ) u
    left join workflows w on w.id = u.workflow_id
    left join workflow_versions v on v.workflow_id = u.workflow_id and v.number = u.workflow_version
    limit 1`.execute(tx);
  return rows[0];
}

/** In the order in which they began. */
export async function listRunSteps(tx: Tx, runId: string, limit: number) {
  return tx
    .selectFrom("workflow_run_steps")
    .selectAll()
    .where("run_id", "=", runId)
    .orderBy("dt_started")
    .orderBy("iteration")
    .limit(limit)
    .execute();
}

/**
 * Ends a run that is not over, and those that it waits for, one level after the other: while a run is deleted, none can
 * be started by it. Gives whether there was one; a step under way is not followed by another.
 */
export async function cancelRun(tx: Tx, id: string, at: Date): Promise<boolean> {
  const isDone = (await endCancelled(tx, [id], at)).length > 0;
  let parents = [id];
  while (isDone && parents.length > 0) {
    const { rows } = await sql<{ id: string }>`select id from workflow_active_runs
      where parent_run_id = any(${parents}::uuid[]) and (input ->> 'awaited')::bool order by id`.execute(tx);
    parents = await endCancelled(
      tx,
      rows.map((row) => row.id),
      at,
    );
  }
  return isDone;
}

/** Who waits for one of the runs is woken. Gives those that were not over. */
async function endCancelled(tx: Tx, ids: string[], at: Date): Promise<string[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    with gone as (delete from workflow_active_runs where id = any(${ids}::uuid[]) returning *),
    waits as (delete from workflow_waits where run_id = any(${ids}::uuid[])),
    woken as (
      update workflow_active_runs p set woken = p.state <> 'WAITING',
        wake_at = case when p.state = 'WAITING' then clock_timestamp() else p.wake_at end,
        state = case when p.state = 'WAITING' then 'QUEUED' else p.state end
      from (select distinct parent_run_id as id from gone) g where p.id = g.id and p.id <> all(${ids}::uuid[])
    )
    insert into workflow_runs (id, organization_id, workflow_id, workflow_version, definition, is_test, trigger_type,
      trigger_ref, input, retry_of, parent_run_id, parent_step, dt_created, dt_started, status, output, error, dt_finished)
    select id, organization_id, workflow_id, workflow_version, definition, is_test, trigger_type, trigger_ref, input,
      retry_of, parent_run_id, parent_step, dt_created, dt_started, 'CANCELLED', null, null, ${at}
    from gone returning id`.execute(tx);
  return rows.map((row) => row.id);
}

/**
 * Gives a new run what an earlier one had done: its completed steps, and the key of a failed one whose outcome nobody
 * knows, so that the repetition is recognised as the same call, or that waited for a run, so that it is that run again.
 */
export async function copyJournal(tx: Tx, fromRunId: string, toRunId: string): Promise<void> {
  await sql`
    insert into workflow_run_steps (run_id, step_id, iteration, organization_id, status, attempts, port, input, output,
      error, idempotency_key, wake_at, dt_started, dt_finished)
    select ${toRunId}, step_id, iteration, organization_id,
      case when status = 'FAILED' then 'RETRYING' else status end, case when status = 'FAILED' then 0 else attempts end,
      port, input, output, case when status = 'FAILED' then null else error end, idempotency_key, null, dt_started,
      dt_finished
    from workflow_run_steps
    where run_id = ${fromRunId}
      and (status in ('COMPLETED', 'CAUGHT') or (status = 'FAILED' and ((error ->> 'uncertain')::bool
        or error ->> 'code' in ('child_failed', 'child_cancelled', 'child_timed_out'))))`.execute(tx);
}

/** What the last run of the workflow began with; a sample for its next test. */
export async function findLastInput(tx: Tx, workflowId: string): Promise<unknown> {
  const { rows } = await sql<{ input: unknown }>`
    select input from (
      (select id, input from workflow_runs where workflow_id = ${workflowId} order by id desc limit 1)
      union all
      (select id, input from workflow_active_runs where workflow_id = ${workflowId} order by id desc limit 1)
    ) r order by id desc limit 1`.execute(tx);
  return rows[0]?.input;
}
