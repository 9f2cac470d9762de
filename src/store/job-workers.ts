import type { Pool } from "pg";

/** Says that the worker lives; makes its row when there is none. */
export async function beat(pool: Pool, workerId: string): Promise<void> {
  await pool.query(
    "insert into job_workers (id) values ($1) on conflict (id) do update set dt_heartbeat = clock_timestamp()",
    [workerId],
  );
}

export async function removeWorker(pool: Pool, workerId: string): Promise<void> {
  await pool.query("delete from job_workers where id = $1", [workerId]);
}

/** The youngest sign of life of any worker; null when there is none. */
export async function readLastHeartbeat(pool: Pool): Promise<Date | null> {
  const { rows } = await pool.query<{ last: Date | null }>("select max(dt_heartbeat) as last from job_workers");
  return rows[0]?.last ?? null;
}

/** Gives the jobs of workers that have been silent for so long back to the others. Gives the ids of those workers. */
export async function unlockSilentWorkers(pool: Pool, silentSeconds: number): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `with silent as (
       delete from job_workers where dt_heartbeat < clock_timestamp() - make_interval(secs => $1) returning id
     ), unlocked as (
       select graphile_worker.force_unlock_workers(array_agg(id)) from silent having count(*) > 0
     )
     select id from silent, (select count(*) from unlocked) as done`,
    [silentSeconds],
  );
  return rows.map(({ id }) => id);
}

/** Gives back jobs whose worker never said that it lives, or is gone for good. Reads the whole job table. */
export async function unlockOrphanedJobs(pool: Pool, lockedSeconds: number): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `with orphaned as (
       select distinct locked_by as id from graphile_worker.jobs
       where locked_at < clock_timestamp() - make_interval(secs => $1)
         and not exists (select from job_workers w where w.id = locked_by)
     ), unlocked as (
       select graphile_worker.force_unlock_workers(array_agg(id)) from orphaned having count(*) > 0
     )
     select id from orphaned, (select count(*) from unlocked) as done`,
    [lockedSeconds],
  );
  return rows.map(({ id }) => id);
}

export async function unlockWorker(pool: Pool, workerId: string): Promise<void> {
  await pool.query("select graphile_worker.force_unlock_workers(array[$1::text])", [workerId]);
}
