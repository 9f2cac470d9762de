import { type Kysely, sql } from "kysely";

/** Requests add to the audit trail and read it; under their role nobody changes or removes what stands there. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`revoke update, delete, truncate on audit_events from credenza_app`.execute(db);
}
