import { type Kysely, sql } from "kysely";

/** The sign-in of this link gave several accounts, and its browser may choose one. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table connect_links add column awaits_choice boolean not null default false`.execute(db);
}
