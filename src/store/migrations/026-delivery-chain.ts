import { type Kysely, sql } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table deliveries add column depth smallint not null default 0`.execute(db);
}
