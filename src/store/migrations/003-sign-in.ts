import { type Kysely, sql } from "kysely";

const tables = ["credential_tokens", "oauth_sign_ins", "connect_links"];

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table credentials
      add column pending_until timestamptz,
      add column choices jsonb,
      add column last_success_at timestamptz,
      add column last_failure_at timestamptz,
      add column last_failure text,
      add column next_check_at timestamptz,
      add column announced_expiry timestamptz;
    create index credentials_pending on credentials (pending_until) where status = 'PENDING';
    create index credentials_check on credentials (next_check_at) where dt_deleted is null;
    create index credentials_expiry on credentials (expires_at) where expires_at is not null and dt_deleted is null;
    create index credentials_app on credentials (organization_id, (fields->>'appId')) where fields ? 'appId';
    update credentials set fields = fields || '{"baseUrl": "https://api.m3ter.com"}'
      where type = 'M3TER_SERVICE_USER' and not fields ? 'baseUrl';

    create table credential_tokens (
      credential_id uuid not null references credentials on delete cascade,
      organization_id uuid not null,
      slot text not null,
      state text not null check (state in ('READY', 'SPENDING', 'UNCERTAIN', 'REVOKED')),
      fence integer not null default 1,
      generation integer not null default 0,
      sealed text,
      expires_at timestamptz,
      lease_until timestamptz,
      lost_at timestamptz,
      way_back_tried boolean not null default false,
      failures integer not null default 0,
      retry_at timestamptz,
      failure jsonb,
      dt_changed timestamptz not null default now(),
      primary key (credential_id, slot)
    );
    create table oauth_sign_ins (
      state_hash bytea primary key,
      organization_id uuid not null references organizations on delete cascade,
      credential_id uuid not null references credentials on delete cascade,
      user_id uuid references users on delete cascade,
      browser_hash bytea,
      link_id uuid,
      sealed text not null,
      dt_expires timestamptz not null
    );
    create index oauth_sign_ins_age on oauth_sign_ins (dt_expires);
    create index oauth_sign_ins_credential on oauth_sign_ins (credential_id);
    create table connect_links (
      id uuid primary key,
      token_hash bytea not null unique,
      organization_id uuid not null references organizations on delete cascade,
      credential_id uuid not null references credentials on delete cascade,
      created_by uuid,
      browser_hash bytea,
      dt_created timestamptz not null default now(),
      dt_expires timestamptz not null,
      dt_used timestamptz
    );
    create index connect_links_credential on connect_links (credential_id, id desc);
    create index connect_links_age on connect_links (dt_expires);
  `.execute(db);
  for (const table of tables) {
    await sql`
      alter table ${sql.table(table)} enable row level security;
      create policy organization on ${sql.table(table)}
        using (organization_id = nullif(current_setting('credenza.organization', true), '')::uuid)
        with check (organization_id = nullif(current_setting('credenza.organization', true), '')::uuid);
      grant select, insert, update, delete on ${sql.table(table)} to credenza_app;
    `.execute(db);
  }
}
