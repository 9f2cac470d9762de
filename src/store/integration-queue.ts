import { sql } from "kysely";
import type { Pool } from "pg";
import type { Tx } from "./db.ts";
import type { IntegrationRunStatus, LogEntry, PreparedRequest } from "./integration-tables.ts";

/** An attempt that a process holds. Once the run is leased anew, nothing is written for the earlier one. */
export interface HeldRun {
  id: string;
  organizationId: string;
  worker: string;
  attempt: number;
}

export interface RunLease {
  worker: string;
  leaseMs: number;
  /** What the clock of the process is ahead of the database's: 0 but in tests. */
  aheadMs: number;
}

/** Configurations with runs that wait: one index probe for each of them, none for those that have nothing to do. */
const waitingConfigs = `waiting (config_id) as (
       (select config_id from integration_runs where due_at is not null and config_id is not null
        order by config_id limit 1)
       union all
       select (select r.config_id from integration_runs r where r.due_at is not null and r.config_id > w.config_id
               order by r.config_id limit 1)
       from waiting w where w.config_id is not null
     )`;

/**
 * Leases what is due, each configuration its own share, so that a slow one never keeps another waiting; runs of one
 * entity go one after another. A run whose lease ran out is due again. One statement.
 */
export async function claimRuns(
  pool: Pool,
  lease: RunLease,
  { perConfig, atMost }: { perConfig: number; atMost: number },
): Promise<HeldRun[]> {
  const { rows } = await pool.query<HeldRun>({
    name: "claim-integration-runs",
    text: `with recursive clock as materialized (
       select clock_timestamp() + make_interval(secs => $3::float / 1000) as now
     ), ${waitingConfigs},
     due as (
       select r.id from waiting c
       cross join lateral (
         select id, due_at from integration_runs r
         where r.config_id = c.config_id and r.due_at <= (select now from clock)
           and (r.entity_type = 'Notification' or not exists (
             select from integration_runs e where e.config_id = r.config_id and e.entity_id = r.entity_id
               and e.due_at is not null and e.id < r.id))
         order by r.due_at limit greatest(0, $4 - (
           select count(*) from integration_runs h
           where h.config_id = c.config_id and h.leased_by is not null and h.due_at > (select now from clock)))
         for update skip locked
       ) r order by r.due_at limit $5
     )
     update integration_runs r set leased_by = $1, status = 'STARTED', attempts = r.attempts + 1,
       due_at = (select now from clock) + make_interval(secs => $2::float / 1000),
       dt_started = coalesce(r.dt_started, (select now from clock)), dt_last_modified = (select now from clock)
     from due where r.id = due.id returning r.id, r.organization_id as "organizationId",
       r.leased_by as worker, r.attempts as attempt`,
    values: [lease.worker, lease.leaseMs, lease.aheadMs, perConfig, atMost],
  });
  return rows;
}

export async function renewRunLeases(pool: Pool, ids: string[], lease: RunLease): Promise<void> {
  if (ids.length === 0) return;
  await pool.query(
    `update integration_runs set due_at = clock_timestamp() + make_interval(secs => $3::float / 1000)
     where id = any($1) and leased_by = $2`,
    [ids, lease.worker, lease.leaseMs + lease.aheadMs],
  );
}

/** Milliseconds until something is due; undefined: nothing waits. */
export async function nextRunDueMs(pool: Pool, aheadMs: number): Promise<number | undefined> {
  const { rows } = await pool.query<{ ms: number | null }>({
    name: "next-integration-run",
    text: `with recursive ${waitingConfigs}
     select (extract(epoch from min(n.due_at) - clock_timestamp()) * 1000 - $1::float)::float as ms
     from waiting w cross join lateral (
       select due_at from integration_runs r where r.config_id = w.config_id and due_at is not null
       order by due_at limit 1
     ) n`,
    values: [aheadMs],
  });
  return rows[0]?.ms ?? undefined;
}

/** Before a step is sent: every later attempt sends the same. False: the run is not held any more. */
export async function freezeRequests(tx: Tx, held: HeldRun, requests: PreparedRequest[]): Promise<boolean> {
  const row = await ofHeld(tx, held)
    .set({ requests: JSON.stringify(requests) })
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

/** After a step was answered: a later attempt goes on behind it. False: only the log is written, the run is not held any more. */
export async function recordStep(
  tx: Tx,
  held: HeldRun,
  step: number,
  entry: LogEntry,
  answers: unknown[],
): Promise<boolean> {
  await tx
    .insertInto("integration_run_logs")
    .values({
      run_id: held.id,
      organization_id: held.organizationId,
      attempt: entry.attempt,
      step,
      entry: JSON.stringify(entry),
    })
    .onConflict((conflict) => conflict.columns(["run_id", "attempt", "step"]).doNothing())
    .execute();
  const row = await ofHeld(tx, held)
    .set({ answers: JSON.stringify(answers) })
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

const ofHeld = (tx: Tx, { id, worker, attempt }: HeldRun) =>
  tx
    .updateTable("integration_runs")
    .where("id", "=", id)
    .where("leased_by", "=", worker)
    .where("attempts", "=", attempt);

export interface RunOutcome {
  status: IntegrationRunStatus;
  error: string | null;
  url: string | null;
  externalId: string | null;
  /** Of the next attempt; null: the run is over. */
  nextAt: Date | null;
}

/** False: the run is not held any more, nothing is written. */
export async function finishAttempt(tx: Tx, held: HeldRun, outcome: RunOutcome, at: Date): Promise<boolean> {
  const row = await ofHeld(tx, held)
    .set((eb) => ({
      status: outcome.status,
      error: outcome.error,
      url: sql<string>`coalesce(${outcome.url}, url)`,
      external_id: outcome.externalId,
      due_at: outcome.nextAt,
      leased_by: null,
      dt_completed: outcome.nextAt ? null : at,
      dt_last_modified: at,
      version: eb("version", "+", 1),
    }))
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

/** Deletes some runs that ended before, with their logs, oldest first. Gives how many. */
export async function purgeIntegrationRuns(pool: Pool, before: Date, limit: number): Promise<number> {
  const { rowCount } = await pool.query(
    `delete from integration_runs where id in (
       select id from integration_runs where dt_completed < $1 order by dt_completed limit $2)`,
    [before, limit],
  );
  return rowCount ?? 0;
}
