import type { Pool } from "pg";

export interface DueSchedule {
  id: string;
  /** null: its next time was not worked out since it changed, so nothing is due. */
  next_at: Date | null;
}

/**
 * Takes schedules that are due, each in one process only: the row is held until `settle` has written what comes of it.
 * One query by an index when nothing is due.
 */
export async function findDueSchedules(pool: Pool, now: Date, limit: number): Promise<DueSchedule[]> {
  const { rows } = await pool.query<DueSchedule>({
    name: "find-due-schedules",
    text: `select id, next_at from workflows
      where enabled and trigger_type = 'schedule' and (next_at is null or next_at <= $1) order by next_at nulls first limit $2`,
    values: [now, limit],
  });
  return rows;
}

/** Moves a schedule on, unless another process did so first. Gives whether it was this one. */
export async function moveSchedule(pool: Pool, { id, next_at }: DueSchedule, next: Date | null): Promise<boolean> {
  const { rowCount } = await pool.query(
    `update workflows set next_at = coalesce($3, 'infinity'::timestamptz)
     where id = $1 and enabled and trigger_type = 'schedule' and next_at is not distinct from $2`,
    [id, next_at, next],
  );
  return rowCount === 1;
}

/** Schedules whose next time lies ahead; for a clock that was set back. */
export async function findWaitingSchedules(pool: Pool, limit: number): Promise<DueSchedule[]> {
  const { rows } = await pool.query<DueSchedule>(
    `select id, next_at from workflows
     where enabled and trigger_type = 'schedule' and next_at is not null and next_at <> 'infinity' order by id limit $1`,
    [limit],
  );
  return rows;
}
