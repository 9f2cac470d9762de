import type { Pool } from "pg";

const defaultDays = 30;

/**
 * Deletes some runs that are older than their workflow keeps them, with their steps, oldest first. Gives how many; 0 when
 * none is left. Reads the index of the lists only: one entry for each workflow, and the runs whose id says that they began
 * before the oldest day that is kept.
 */
export async function purgeRuns(pool: Pool, limit: number): Promise<number> {
  const { rowCount } = await pool.query(
    `with recursive ran (workflow_id) as (
       (select workflow_id from workflow_runs order by workflow_id limit 1)
       union all
       select (select r.workflow_id from workflow_runs r where r.workflow_id > ran.workflow_id order by r.workflow_id limit 1)
       from ran where ran.workflow_id is not null
     ), kept as (
       select ran.workflow_id,
         now() - make_interval(days => coalesce((v.definition -> 'settings' ->> 'keepDays')::int, $2)) as since
       from ran
       left join workflows w on w.id = ran.workflow_id
       left join workflow_versions v on v.workflow_id = w.id and v.number = w.published_version
       where ran.workflow_id is not null
     ), old as (
       select r.id from kept k cross join lateral (
         select id from workflow_runs r where r.workflow_id = k.workflow_id
           and r.id < rpad(lpad(to_hex((extract(epoch from k.since) * 1000)::bigint), 12, '0'), 32, '0')::uuid
           and r.dt_finished < k.since
         order by r.id limit $1
       ) r limit $1
     ), steps as (
       delete from workflow_run_steps where run_id in (select id from old)
     )
     delete from workflow_runs where id in (select id from old)`,
    [limit, defaultDays],
  );
  return rowCount ?? 0;
}
