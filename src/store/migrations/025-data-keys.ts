import { type Kysely, sql } from "kysely";

/** A data key may be replaced: RETIRING while values are still sealed with it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table data_keys drop constraint data_keys_status_check;
    alter table data_keys
      add constraint data_keys_status_check check (status in ('ACTIVE', 'RETIRING', 'RETIRED')),
      add column created_by uuid,
      add column dt_replaced timestamptz,
      add column dt_retired timestamptz,
      add column values_found integer,
      add column values_left integer;
    create index data_keys_list on data_keys (organization_id, id desc);
    create index data_keys_retiring on data_keys (organization_id) where status = 'RETIRING';
    create index credential_secrets_organization on credential_secrets (organization_id);
    create index credential_tokens_organization on credential_tokens (organization_id);
  `.execute(db);
}
