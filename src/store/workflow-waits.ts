import type { Pool } from "pg";

export interface WaitRow {
  run_id: string;
  step_id: string;
  iteration: string;
  webhook_id: string;
  match_path: string | null;
  match_value: string | null;
}

/** Steps that wait for a message of one of the webhooks. By an index. */
export async function findWaits(pool: Pool, webhookIds: readonly string[]): Promise<WaitRow[]> {
  const { rows } = await pool.query<WaitRow>({
    name: "find-waits",
    text: `select run_id, step_id, iteration, webhook_id, match_path, match_value from workflow_waits
      where webhook_id = any($1::uuid[]) and dt_expires > clock_timestamp() limit 5000`,
    values: [webhookIds],
  });
  return rows;
}

/** Gives a waiting step its message and lets the run go on. A wait is over once, whoever comes first. */
export async function endWait(pool: Pool, wait: WaitRow, output: unknown): Promise<void> {
  await pool.query({
    name: "end-wait",
    text: `with over as (
        delete from workflow_waits where run_id = $1 and step_id = $2 and iteration = $3 returning run_id
      ), done as (
        update workflow_run_steps set status = 'COMPLETED', port = null, wake_at = null, output = $4,
          dt_finished = clock_timestamp()
        where run_id = $1 and step_id = $2 and iteration = $3 and exists (select from over)
      )
      update workflow_active_runs set wake_at = clock_timestamp(), state = 'QUEUED'
      where id in (select run_id from over) and owner is null`,
    values: [wait.run_id, wait.step_id, wait.iteration, JSON.stringify(output)],
  });
}
