import { type Kysely, sql } from "kysely";

const tables = [
  "integration_configs",
  "integration_settings",
  "integration_runs",
  "integration_run_logs",
  "external_mappings",
];

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table integration_configs (
      id uuid primary key,
      organization_id uuid not null references organizations on delete cascade,
      name text not null,
      entity_type text not null,
      entity_id text,
      destination text not null,
      destination_id text,
      config_data jsonb not null,
      credential_id uuid references credentials on delete set null,
      enabled boolean not null default true,
      failures integer not null default 0,
      dt_disabled timestamptz,
      disabled_reason text,
      version integer not null default 1,
      dt_created timestamptz not null default now(),
      dt_last_modified timestamptz not null default now(),
      created_by uuid,
      last_modified_by uuid
    );
    create index integration_configs_list on integration_configs (organization_id, id desc);
    create index integration_configs_entity on integration_configs (organization_id, lower(entity_type)) where enabled;
    create index integration_configs_credential on integration_configs (credential_id);
    create table integration_settings (
      organization_id uuid primary key references organizations on delete cascade,
      max_failures integer not null,
      notify text[] not null,
      version integer not null default 1
    );
    create table integration_runs (
      id uuid primary key,
      organization_id uuid not null references organizations on delete cascade,
      config_id uuid references integration_configs on delete set null,
      parent_id uuid,
      event_id uuid,
      request_key uuid not null,
      entity_type text not null,
      entity_id text not null,
      destination text not null,
      destination_id text,
      status text not null default 'WAITING' check (status in ('WAITING', 'STARTED', 'COMPLETE', 'ERROR',
        'AWAITING_RETRY', 'AUTH_FAILED', 'ACCOUNTING_PERIOD_CLOSED', 'INVOICE_ALREADY_PAID', 'DISABLED',
        'TIMEOUT_LIMIT_EXCEEDED', 'RATE_LIMIT_RETRY')),
      input jsonb not null,
      requests jsonb,
      answers jsonb not null default '[]',
      attempts integer not null default 0,
      due_at timestamptz,
      leased_by uuid,
      error text,
      url text,
      external_id text,
      dt_started timestamptz,
      dt_completed timestamptz,
      version integer not null default 1,
      dt_created timestamptz not null default now(),
      dt_last_modified timestamptz not null default now(),
      created_by uuid,
      last_modified_by uuid
    );
    create index integration_runs_due on integration_runs (config_id, due_at) where due_at is not null;
    create index integration_runs_order on integration_runs (config_id, entity_id, id) where due_at is not null;
    create index integration_runs_list on integration_runs (organization_id, id desc);
    create index integration_runs_entity on integration_runs (organization_id, lower(entity_type), entity_id, id desc);
    create index integration_runs_config on integration_runs (config_id, id desc);
    create index integration_runs_destination on integration_runs (organization_id, destination_id, id desc);
    create index integration_runs_age on integration_runs (dt_completed) where dt_completed is not null;
    create table integration_run_logs (
      run_id uuid not null references integration_runs on delete cascade,
      organization_id uuid not null,
      attempt integer not null,
      step integer not null,
      entry jsonb not null,
      primary key (run_id, attempt, step)
    );
    create table external_mappings (
      id uuid primary key,
      organization_id uuid not null references organizations on delete cascade,
      m3ter_entity text not null,
      m3ter_id text not null,
      external_system text not null,
      external_table text not null,
      external_id text not null,
      config_id uuid references integration_configs on delete set null,
      version integer not null default 1,
      dt_created timestamptz not null default now(),
      dt_last_modified timestamptz not null default now(),
      created_by uuid,
      last_modified_by uuid
    );
    create unique index external_mappings_one on external_mappings (organization_id, lower(m3ter_entity), m3ter_id,
      external_system, external_table, config_id) nulls not distinct;
    create index external_mappings_external on external_mappings (organization_id, external_system, external_table,
      external_id);
    create index external_mappings_list on external_mappings (organization_id, id desc);
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
