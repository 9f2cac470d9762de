import type { Pool } from "pg";

const defaultDays = 30;

/**
 * Deletes some runs that are older than their workflow keeps them, with their steps: by the lists' index, oldest first.
 * Gives how many; 0 when none is left.
 */
export async function purgeRuns(pool: Pool, limit: number): Promise<number> {
  const { rowCount } = await pool.query(
    `with kept as (
       select i.workflow_id, coalesce((v.definition -> 'settings' ->> 'keepDays')::int, $2) as days
       from (select distinct workflow_id from workflow_runs where dt_finished < now() - interval '1 day') i
       left join workflows w on w.id = i.workflow_id
       left join workflow_versions v on v.workflow_id = w.id and v.number = w.published_version
     ), old as (
       select r.id from kept k cross join lateral (
         select id from workflow_runs r where r.workflow_id = k.workflow_id
           and r.dt_finished < now() - make_interval(days => k.days)
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
