import { type Kysely, sql } from "kysely";

/** Requests that stand outside organizations (sign-in, a new organization) keep their Idempotency-Key without one. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table idempotency_keys drop constraint idempotency_keys_pkey;
    alter table idempotency_keys alter column organization_id drop not null;
    create unique index idempotency_keys_once on idempotency_keys (organization_id, actor_id, key) nulls not distinct;
  `.execute(db);
}
