import { type Kysely, sql } from "kysely";

/** Tables whose rows belong to one organization; row-level security holds each of them to the organization of the transaction. */
const tenantTables = [
  "service_users",
  "access_keys",
  "permission_policies",
  "policy_principals",
  "credentials",
  "credential_secrets",
  "credential_calls",
  "audit_events",
  "idempotency_keys",
  "incoming_webhooks",
  "incoming_messages",
];

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table instance (
      only_row boolean primary key default true check (only_row),
      root_key_fingerprint text not null,
      root_key_check text not null,
      dt_created timestamptz not null default now()
    );
    create table data_keys (
      id uuid primary key,
      organization_id uuid,
      generation integer not null,
      wrapped text not null,
      root_key_fingerprint text not null,
      status text not null check (status in ('ACTIVE', 'RETIRED')),
      dt_created timestamptz not null default now()
    );
    create unique index data_keys_generation on data_keys (organization_id, generation) nulls not distinct;
    create table signing_keys (
      id text primary key,
      algorithm text not null,
      public_jwk jsonb not null,
      sealed_private_key text not null,
      dt_created timestamptz not null default now(),
      dt_retired timestamptz
    );
    create table organizations (
      id uuid primary key,
      name text not null,
      version integer not null default 1,
      dt_created timestamptz not null default now(),
      dt_last_modified timestamptz not null default now()
    );
    create table users (
      id uuid primary key,
      email text not null,
      email_canonical text not null unique,
      first_name text,
      last_name text,
      password_hash text not null,
      version integer not null default 1,
      dt_created timestamptz not null default now(),
      dt_last_modified timestamptz not null default now()
    );
    create table organization_users (
      organization_id uuid not null references organizations on delete cascade,
      user_id uuid not null references users on delete cascade,
      dt_created timestamptz not null default now(),
      primary key (organization_id, user_id)
    );
    create index organization_users_user on organization_users (user_id);
    create table sessions (
      token_hash bytea primary key,
      user_id uuid not null references users on delete cascade,
      user_agent text,
      dt_created timestamptz not null default now(),
      dt_last_seen timestamptz not null default now(),
      dt_expires timestamptz not null
    );
    create index sessions_user on sessions (user_id);
    create table sign_in_failures (
      identity_hash bytea primary key,
      failures integer not null,
      locked_until timestamptz,
      dt_last timestamptz not null
    );

    create table service_users (
      id uuid primary key,
      organization_id uuid not null references organizations on delete cascade,
      name text not null,
      version integer not null default 1,
      dt_created timestamptz not null default now(),
      dt_last_modified timestamptz not null default now(),
      created_by uuid,
      last_modified_by uuid
    );
    create index service_users_list on service_users (organization_id, id desc);
    create table access_keys (
      id uuid primary key,
      organization_id uuid not null references organizations on delete cascade,
      service_user_id uuid not null references service_users on delete cascade,
      access_key_id text not null unique,
      secret_hash bytea not null,
      status text not null check (status in ('ACTIVE', 'INACTIVE')),
      last_used_at timestamptz,
      dt_created timestamptz not null default now(),
      created_by uuid
    );
    create index access_keys_service_user on access_keys (service_user_id);
    create table permission_policies (
      id uuid primary key,
      organization_id uuid not null references organizations on delete cascade,
      name text not null,
      statements jsonb not null,
      managed boolean not null default false,
      version integer not null default 1,
      dt_created timestamptz not null default now(),
      dt_last_modified timestamptz not null default now(),
      created_by uuid,
      last_modified_by uuid
    );
    create index permission_policies_list on permission_policies (organization_id, id desc);
    create table policy_principals (
      id uuid primary key,
      organization_id uuid not null references organizations on delete cascade,
      policy_id uuid not null references permission_policies on delete cascade,
      principal_type text not null check (principal_type in ('USER', 'SERVICEUSER', 'USERGROUP', 'SUPPORTUSERS')),
      principal_id uuid not null,
      version integer not null default 1,
      dt_created timestamptz not null default now(),
      dt_last_modified timestamptz not null default now(),
      created_by uuid,
      last_modified_by uuid,
      unique (policy_id, principal_type, principal_id)
    );
    create index policy_principals_principal on policy_principals (organization_id, principal_id);

    create table credentials (
      id uuid primary key,
      organization_id uuid not null references organizations on delete cascade,
      name text not null,
      destination text not null,
      type text not null,
      fields jsonb not null default '{}',
      sealed_fields text[] not null default '{}',
      status text not null,
      status_detail jsonb,
      last_used_at timestamptz,
      expires_at timestamptz,
      version integer not null default 1,
      dt_created timestamptz not null default now(),
      dt_last_modified timestamptz not null default now(),
      dt_deleted timestamptz,
      created_by uuid,
      last_modified_by uuid
    );
    create index credentials_list on credentials (organization_id, id desc) where dt_deleted is null;
    create index credentials_destination on credentials (organization_id, destination, id desc) where dt_deleted is null;
    create index credentials_name on credentials (organization_id, lower(name), id) where dt_deleted is null;
    create index credentials_deleted on credentials (dt_deleted) where dt_deleted is not null;
    create table credential_secrets (
      credential_id uuid not null references credentials on delete cascade,
      organization_id uuid not null,
      field text not null,
      version integer not null,
      sealed text not null,
      valid_until timestamptz,
      primary key (credential_id, field, version)
    );
    create table credential_calls (
      credential_id uuid not null references credentials on delete cascade,
      organization_id uuid not null,
      hour timestamptz not null,
      calls integer not null,
      failures integer not null,
      primary key (credential_id, hour)
    );
    create table audit_events (
      id uuid primary key,
      organization_id uuid not null references organizations on delete cascade,
      action text not null,
      actor_type text not null,
      actor_id uuid,
      actor_name text,
      resource_type text not null,
      resource_id text,
      detail jsonb not null default '{}',
      request_id text,
      dt_occurred timestamptz not null default now()
    );
    create index audit_events_list on audit_events (organization_id, id desc);
    create index audit_events_resource on audit_events (organization_id, resource_type, resource_id, id desc);
    create table idempotency_keys (
      organization_id uuid not null references organizations on delete cascade,
      actor_id uuid not null,
      key text not null,
      operation text not null,
      request_mac bytea not null,
      status integer,
      sealed_answer text,
      dt_created timestamptz not null default now(),
      primary key (organization_id, actor_id, key)
    );
    create index idempotency_keys_age on idempotency_keys (dt_created);

    create table incoming_webhooks (
      id uuid primary key,
      organization_id uuid not null references organizations on delete cascade,
      name text not null,
      credential_id uuid references credentials on delete set null,
      workflow_id uuid,
      active boolean not null default true,
      token text not null unique,
      options jsonb not null default '{}',
      version integer not null default 1,
      dt_created timestamptz not null default now(),
      dt_last_modified timestamptz not null default now(),
      created_by uuid,
      last_modified_by uuid
    );
    create index incoming_webhooks_list on incoming_webhooks (organization_id, id desc);
    create index incoming_webhooks_credential on incoming_webhooks (credential_id);
    create table incoming_messages (
      webhook_id uuid not null references incoming_webhooks on delete cascade,
      id uuid not null,
      organization_id uuid not null,
      status text not null check (status in ('ACCEPTED', 'REJECTED')),
      dedupe_key bytea,
      provider_event_id text,
      event_type text,
      received_at timestamptz not null,
      processed_at timestamptz,
      method text not null,
      url text not null,
      source_address text,
      headers jsonb not null,
      sealed_headers text,
      body bytea not null,
      reason text,
      verdict jsonb,
      replay_of uuid,
      duplicates integer not null default 0,
      primary key (webhook_id, id),
      unique (webhook_id, dedupe_key)
    ) with (fillfactor = 90);
    create index incoming_messages_rejected on incoming_messages (webhook_id, id desc) where status = 'REJECTED';
  `.execute(db);

  for (const table of tenantTables) {
    await sql`
      alter table ${sql.table(table)} enable row level security;
      create policy organization on ${sql.table(table)}
        using (organization_id = nullif(current_setting('credenza.organization', true), '')::uuid)
        with check (organization_id = nullif(current_setting('credenza.organization', true), '')::uuid);
      grant select, insert, update, delete on ${sql.table(table)} to credenza_app;
    `.execute(db);
  }
  await sql`
    alter table data_keys enable row level security;
    create policy organization on data_keys for select
      using (organization_id is null or organization_id = nullif(current_setting('credenza.organization', true), '')::uuid);
    grant select on data_keys to credenza_app;
    alter table organizations enable row level security;
    create policy organization on organizations
      using (id = nullif(current_setting('credenza.organization', true), '')::uuid)
      with check (id = nullif(current_setting('credenza.organization', true), '')::uuid);
    grant select, update on organizations to credenza_app;
    alter table organization_users enable row level security;
    create policy organization on organization_users
      using (organization_id = nullif(current_setting('credenza.organization', true), '')::uuid)
      with check (organization_id = nullif(current_setting('credenza.organization', true), '')::uuid);
    grant select, insert, delete on organization_users to credenza_app;
    alter table users enable row level security;
    create policy member on users for select
      using (exists (select from organization_users o where o.user_id = users.id));
    grant select (id, email, first_name, last_name, version, dt_created, dt_last_modified) on users to credenza_app;

    create function enqueue_job(identifier text, payload json, queue_name text, job_key text) returns void
      language sql security definer set search_path = pg_catalog, pg_temp
      as 'select graphile_worker.add_job(identifier, payload, queue_name => queue_name, job_key => job_key)';
    revoke all on function enqueue_job(text, json, text, text) from public;
    grant execute on function enqueue_job(text, json, text, text) to credenza_app;
  `.execute(db);
}
