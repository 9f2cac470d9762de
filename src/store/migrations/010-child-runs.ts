import { type Kysely, sql } from "kysely";

/** Runs that wait for the runs that they started. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table workflow_active_runs add column woken boolean not null default false;
    grant update on workflow_starts to credenza_app;
    create index workflow_active_runs_parent on workflow_active_runs (parent_run_id) where parent_run_id is not null;
  `.execute(db);
}
