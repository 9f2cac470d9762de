import { type Kysely, sql } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table credential_tokens add column in_doubt boolean not null default false`.execute(db);
}
