import { type Kysely, sql } from "kysely";

/** When a scheduled workflow starts next. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table workflows add column next_at timestamptz;
    create index workflows_due on workflows (next_at nulls first) where enabled and trigger_type = 'schedule';
  `.execute(db);
}
