import type { Selectable } from "kysely";
import type { Pool } from "pg";
import type { Database } from "./schema.ts";

export type ActiveRun = Selectable<Database["workflow_active_runs"]>;

/** Takes runs that are due and that no limit or order holds back. One statement. */
export async function claimRuns(pool: Pool, owner: string, limit: number): Promise<ActiveRun[]> {
  const { rows } = await pool.query<ActiveRun>({
    name: "claim-runs",
    text: `
      with due as (
        select id from workflow_active_runs
        where owner is null and wake_at <= clock_timestamp() and run_limit is null and ordering_key is null
        order by wake_at, id limit $2 for update skip locked
      )
      update workflow_active_runs r
      set owner = $1, state = 'RUNNING', dt_started = coalesce(r.dt_started, clock_timestamp())
      from due where r.id = due.id returning r.*`,
    values: [owner, limit],
  });
  return rows;
}

/**
 * The same for runs with a limit or an ordering key. One process at a time, so that none is taken too many or too soon.
 * A waiting run keeps its place in the order, but does not count against the limit.
 */
export async function claimGatedRuns(pool: Pool, owner: string, limit: number): Promise<ActiveRun[]> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    await client.query("select pg_advisory_xact_lock(7105001)");
    const { rows } = await client.query<ActiveRun>({
      name: "claim-gated-runs",
      text: `
        with running as (
          select workflow_id, count(*)::int as runs from workflow_active_runs
          where owner is not null and run_limit is not null group by workflow_id
        ), due as (
          select a.id, a.workflow_id, a.run_limit, row_number() over (partition by a.workflow_id order by a.id) as place
          from workflow_active_runs a
          where a.owner is null and a.wake_at <= clock_timestamp() and (a.run_limit is not null or a.ordering_key is not null)
            and (a.ordering_key is null or not exists (
              select from workflow_active_runs b
              where b.workflow_id = a.workflow_id and b.ordering_key = a.ordering_key and b.id < a.id))
        ), chosen as (
          select d.id from due d left join running r using (workflow_id)
          where d.run_limit is null or d.place <= d.run_limit - coalesce(r.runs, 0)
          order by d.id limit $2
        )
        update workflow_active_runs r
        set owner = $1, state = 'RUNNING', dt_started = coalesce(r.dt_started, clock_timestamp())
        from chosen where r.id = chosen.id returning r.*`,
      values: [owner, limit],
    });
    await client.query("commit");
    return rows;
  } catch (error) {
    await client.query("rollback").catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

/** Queues the runs of processes that are gone. Gives how many. */
export async function freeOrphanedRuns(pool: Pool): Promise<number> {
  const { rowCount } = await pool.query(
    `update workflow_active_runs r set owner = null, state = 'QUEUED', wake_at = clock_timestamp()
     where owner in (
       select distinct a.owner from workflow_active_runs a
       where a.owner is not null and not exists (select from job_workers w where w.id = a.owner)
     )`,
  );
  return rowCount ?? 0;
}

/** Queues what this process did not finish: those runs, or all that it holds. */
export async function giveBackRuns(pool: Pool, owner: string, ids?: readonly string[]): Promise<void> {
  await pool.query(
    `update workflow_active_runs set owner = null, state = 'QUEUED', wake_at = clock_timestamp()
     where owner = $1 and ($2::uuid[] is null or id = any($2))`,
    [owner, ids ?? null],
  );
}
