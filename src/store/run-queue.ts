import { sql } from "kysely";
import type { Pool } from "pg";
import type { Tx } from "./db.ts";
import type { EndState, RunError, TriggerType } from "./workflow-tables.ts";

export interface NewRun {
  id: string;
  organizationId: string;
  workflowId: string;
  /** null: `definition` holds the draft. */
  version: number | null;
  definition: unknown;
  isTest: boolean;
  triggerType: TriggerType;
  triggerRef: string | null;
  /** What `$trigger` is. */
  input: unknown;
  retryOf?: string | null;
  parent?: { runId: string; step: string } | null;
  createdAt: Date;
  deadlineAt: Date;
  runLimit: number | null;
  orderingKey: string | null;
}

const columns = `id, organization_id, workflow_id, workflow_version, definition, is_test, trigger_type, trigger_ref, input,
  retry_of, parent_run_id, parent_step, dt_created, dt_started, state, owner, wake_at, deadline_at, run_limit, ordering_key`;

/** A run that came with a message: it is made only when this call is the one that marks the message as processed. */
export interface RunOfMessage {
  messageId: string;
  run: NewRun;
  /** Whether this process takes it at once; else it is queued. */
  isTaken: boolean;
}

export interface MarkedMessage {
  id: string;
  organizationId: string;
}

/**
 * Marks messages as processed, each once, and makes the runs that belong to those that were not marked before: one
 * message, one run, whatever crashes. One statement for the batch. Gives the ids of the runs that were made.
 */
export async function markAndStart(
  pool: Pool,
  messages: readonly MarkedMessage[],
  runs: readonly RunOfMessage[],
  owner: string,
): Promise<Set<string>> {
  const { rows } = await pool.query<{ id: string }>({
    name: "mark-and-start",
    text: `
      with marked as (
        insert into processed_messages (message_id, organization_id)
        select id, organization_id from unnest($1::uuid[], $2::uuid[]) as g (id, organization_id)
        on conflict (message_id) do nothing returning message_id
      ), started as (
        insert into workflow_active_runs (${columns})
        select g.id, g.organization_id, g.workflow_id, g.version, g.definition, g.is_test, g.trigger_type, g.trigger_ref,
          g.input, null, null, null, g.created_at, case when g.taken then g.created_at end,
          case when g.taken then 'RUNNING' else 'QUEUED' end, case when g.taken then $3 end, g.created_at, g.deadline_at,
          g.run_limit, g.ordering_key
        from unnest($4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[], $8::int[], $9::json[], $10::bool[], $11::text[],
          $12::text[], $13::json[], $14::timestamptz[], $15::timestamptz[], $16::int[], $17::text[], $18::bool[]) as g (
          message_id, id, organization_id, workflow_id, version, definition, is_test, trigger_type, trigger_ref, input,
          created_at, deadline_at, run_limit, ordering_key, taken)
        join marked m on m.message_id = g.message_id
        returning id
      ) select id from started`,
    values: [
      messages.map(({ id }) => id),
      messages.map(({ organizationId }) => organizationId),
      owner,
      runs.map(({ messageId }) => messageId),
      ...runColumns(runs.map(({ run }) => run)),
      runs.map(({ isTaken }) => isTaken),
    ],
  });
  return new Set(rows.map(({ id }) => id));
}

function runColumns(runs: readonly NewRun[]): unknown[] {
  return [
    runs.map((run) => run.id),
    runs.map((run) => run.organizationId),
    runs.map((run) => run.workflowId),
    runs.map((run) => run.version),
    runs.map((run) => (run.definition === null ? null : JSON.stringify(run.definition))),
    runs.map((run) => run.isTest),
    runs.map((run) => run.triggerType),
    runs.map((run) => run.triggerRef),
    runs.map((run) => JSON.stringify(run.input ?? null)),
    runs.map((run) => run.createdAt),
    runs.map((run) => run.deadlineAt),
    runs.map((run) => run.runLimit),
    runs.map((run) => run.orderingKey),
  ];
}

/** Task that makes a worker look for runs that are due. */
export const claimRunsTask = "workflow.claim";

export interface QueuedRun {
  run: NewRun;
  /** Only the first run of the workflow with this key is made. */
  startKey?: string;
}

/** Queues runs in the caller's transaction. Gives the ids of those that were made. Three queries for any number. */
export async function queueRuns(tx: Tx, given: readonly QueuedRun[]): Promise<Set<string>> {
  const known = await knownStarts(tx, given);
  const runs = given.filter(({ run }) => !known.has(run.id)).map(({ run }) => run);
  if (runs.length === 0) return new Set();
  await tx.insertInto("workflow_active_runs").values(runs.map(toQueuedRow)).execute();
  await askForClaim(tx);
  return new Set(runs.map(({ id }) => id));
}

/** Runs whose key another run has already. */
async function knownStarts(tx: Tx, given: readonly QueuedRun[]): Promise<Set<string>> {
  const keyed = given.flatMap(({ run, startKey }) => (startKey === undefined ? [] : [{ run, startKey }]));
  if (keyed.length === 0) return new Set();
  const inserted = await tx
    .insertInto("workflow_starts")
    .values(
      keyed.map(({ run, startKey }) => ({
        workflow_id: run.workflowId,
        key: startKey,
        organization_id: run.organizationId,
        run_id: run.id,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning("run_id")
    .execute();
  const fresh = new Set(inserted.map(({ run_id }) => run_id));
  return new Set(keyed.filter(({ run }) => !fresh.has(run.id)).map(({ run }) => run.id));
}

export async function findStartedRun(tx: Tx, workflowId: string, startKey: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom("workflow_starts")
    .select("run_id")
    .where("workflow_id", "=", workflowId)
    .where("key", "=", startKey)
    .executeTakeFirst();
  return row?.run_id;
}

/** How a run ended; undefined while it goes on. One query by primary key. */
export async function readRunEnd(
  pool: Pool,
  id: string,
): Promise<{ status: EndState; output: unknown; error: RunError | null } | undefined> {
  const { rows } = await pool.query({
    name: "read-run-end",
    text: "select status, output, error from workflow_runs where id = $1",
    values: [id],
  });
  return rows[0];
}

/** Keeps the run from ending until this transaction has ended. False: it is over already. */
export async function holdRun(tx: Tx, id: string): Promise<boolean> {
  const { rows } = await sql`select 1 from workflow_active_runs where id = ${id} for share`.execute(tx);
  return rows.length > 0;
}

/** One process at a time asks whether runs would wait for each other, so that none misses what another is about to add. */
export async function holdOrder(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(7105002)`.execute(tx);
}

/**
 * Whether a run with this ordering key would have to wait for the run that is to wait for it. A run waits for those it
 * started and awaits, and for the first one with its key: only that has begun, the others wait for nothing else. One
 * query, over as many rows as runs wait for each other.
 */
export async function wouldWaitForItself(tx: Tx, run: NewRun, waitingRunId: string): Promise<boolean> {
  if (run.orderingKey === null) return false;
  const { rows } = await sql`
    with recursive held (id) as (
      (select id from workflow_active_runs
       where workflow_id = ${run.workflowId} and ordering_key = ${run.orderingKey} order by id limit 1)
      union
      select next.id from held h cross join lateral (
        select c.id from workflow_active_runs c where c.parent_run_id = h.id and c.input ->> 'awaited' = 'true'
        union all
        (select f.id from workflow_active_runs me
         join workflow_active_runs f on f.workflow_id = me.workflow_id and f.ordering_key = me.ordering_key
         where me.id = h.id order by f.id limit 1)
      ) next
    ) select 1 from held where id = ${waitingRunId} limit 1`.execute(tx);
  return rows.length > 0;
}

/** From now on the end of the run wakes another one; nothing when it is over. */
export async function adoptRun(tx: Tx, id: string, parentRunId: string): Promise<void> {
  await sql`update workflow_active_runs set parent_run_id = ${parentRunId}
    where id = ${id} and parent_run_id <> ${parentRunId}`.execute(tx);
}

/** From now on the key stands for another run. */
export async function replaceStart(tx: Tx, workflowId: string, startKey: string, runId: string): Promise<void> {
  await sql`update workflow_starts set run_id = ${runId} where workflow_id = ${workflowId} and key = ${startKey}`.execute(
    tx,
  );
}

const toQueuedRow = (run: NewRun) => ({
  id: run.id,
  organization_id: run.organizationId,
  workflow_id: run.workflowId,
  workflow_version: run.version,
  definition: run.definition === null ? null : JSON.stringify(run.definition),
  is_test: run.isTest,
  trigger_type: run.triggerType,
  trigger_ref: run.triggerRef,
  input: JSON.stringify(run.input ?? null),
  retry_of: run.retryOf ?? null,
  parent_run_id: run.parent?.runId ?? null,
  parent_step: run.parent?.step ?? null,
  dt_created: run.createdAt,
  state: "QUEUED" as const,
  wake_at: sql<Date>`now()`,
  deadline_at: run.deadlineAt,
  run_limit: run.runLimit,
  ordering_key: run.orderingKey,
});

/** One job, however many runs the transaction queues. */
async function askForClaim(tx: Tx): Promise<void> {
  await sql`select enqueue_job(${claimRunsTask}, '{}'::json, null, null)`.execute(tx);
}
