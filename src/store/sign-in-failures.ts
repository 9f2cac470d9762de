import { type Kysely, sql } from "kysely";
import type { Database } from "./db.ts";

export interface AttemptRule {
  nowMs: number;
  /** This many attempts without a success lock the identity. */
  maxAttempts: number;
  lockMs: number;
  /** Failures that lie this far apart are not counted together. */
  forgetAfterMs: number;
}

/**
 * Counts an attempt before its password is looked at, in one statement: however many come at once, only `maxAttempts` pass.
 * Gives the time (Unix ms) until which the identity is locked, or null when this attempt may go on.
 */
export async function beginAttempt(
  db: Kysely<Database>,
  identityHash: Buffer,
  rule: AttemptRule,
): Promise<number | null> {
  const now = new Date(rule.nowMs);
  const lockEnd = new Date(rule.nowMs + rule.lockMs);
  const forgotten = new Date(rule.nowMs - rule.forgetAfterMs);
  const { rows } = await sql`
    insert into sign_in_failures as f (identity_hash, failures, locked_until, dt_last)
    values (${identityHash}, 1, case when ${rule.maxAttempts}::int <= 1 then ${lockEnd}::timestamptz end, ${now})
    on conflict (identity_hash) do update set
      failures = case when f.locked_until is not null or f.dt_last < ${forgotten} then 1 else f.failures + 1 end,
      locked_until = case
        when f.locked_until is null and f.dt_last >= ${forgotten} and f.failures + 1 >= ${rule.maxAttempts}::int
        then ${lockEnd}::timestamptz end,
      dt_last = ${now}
    where f.locked_until is null or f.locked_until <= ${now}
    returning 1`.execute(db);
  if (rows.length > 0) return null;
  const row = await db
    .selectFrom("sign_in_failures")
    .select("locked_until")
    .where("identity_hash", "=", identityHash)
    .executeTakeFirst();
  return row?.locked_until?.getTime() ?? rule.nowMs + 1000;
}

export async function clearAttempts(db: Kysely<Database>, identityHash: Buffer): Promise<void> {
  await db.deleteFrom("sign_in_failures").where("identity_hash", "=", identityHash).execute();
}
