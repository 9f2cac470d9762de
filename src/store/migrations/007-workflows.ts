import { type Kysely, sql } from "kysely";

const history = `
  version integer not null default 1,
  dt_created timestamptz not null default now(),
  dt_last_modified timestamptz not null default now(),
  created_by uuid,
  last_modified_by uuid`;

const runFacts = `
  organization_id uuid not null,
  workflow_id uuid not null,
  workflow_version integer,
  definition json,
  is_test boolean not null default false,
  trigger_type text not null,
  trigger_ref text,
  input json not null,
  retry_of uuid,
  parent_run_id uuid,
  parent_step text,
  dt_created timestamptz not null,
  dt_started timestamptz`;

/** What an organization's transaction may do with each table; runs are written by the engine, as the owner. */
const tenantTables: Record<string, string> = {
  workflows: "select, insert, update, delete",
  workflow_versions: "select, insert",
  workflow_parameters: "select, insert, update, delete",
  workflow_active_runs: "select, insert, update, delete",
  workflow_runs: "select, insert",
  workflow_run_steps: "select, insert, update",
  workflow_starts: "select, insert",
  workflow_waits: "select, insert, delete",
};

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
    create table workflows (
      id uuid primary key,
      organization_id uuid not null references organizations on delete cascade,
      name text not null,
      description text,
      draft json,
      published_version integer,
      enabled boolean not null default false,
      use_draft boolean not null default false,
      trigger_type text,
      trigger_ref text,
      next_at timestamptz,
      ${history}
    );
    create index workflows_list on workflows (organization_id, id desc);
    create index workflows_trigger on workflows (organization_id, trigger_type, trigger_ref) where enabled;
    create index workflows_due on workflows (next_at nulls first) where enabled and trigger_type = 'schedule';
    create table workflow_versions (
      workflow_id uuid not null references workflows on delete cascade,
      number integer not null,
      organization_id uuid not null,
      definition json not null,
      note text,
      dt_created timestamptz not null default now(),
      created_by uuid,
      primary key (workflow_id, number)
    );
    create table workflow_parameters (
      id uuid primary key,
      organization_id uuid not null references organizations on delete cascade,
      name text not null,
      description text,
      is_secret boolean not null,
      value json,
      sealed text,
      ${history},
      unique (organization_id, name)
    );
    create table workflow_active_runs (
      id uuid primary key,
      ${runFacts},
      state text not null check (state in ('QUEUED', 'RUNNING', 'WAITING')),
      owner text,
      wake_at timestamptz not null,
      deadline_at timestamptz not null,
      run_limit integer,
      ordering_key text
    ) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 2000);
    create index workflow_active_runs_due on workflow_active_runs (wake_at, id) where owner is null;
    create index workflow_active_runs_owner on workflow_active_runs (owner) where owner is not null;
    create index workflow_active_runs_workflow on workflow_active_runs (workflow_id, id desc);
    create index workflow_active_runs_order on workflow_active_runs (workflow_id, ordering_key, id)
      where ordering_key is not null;
    create table workflow_runs (
      id uuid primary key,
      ${runFacts},
      status text not null check (status in ('COMPLETED', 'FAILED', 'CANCELLED')),
      output json,
      error json,
      dt_finished timestamptz not null
    );
    create index workflow_runs_workflow on workflow_runs (workflow_id, id desc);
    create index workflow_runs_list on workflow_runs (organization_id, id desc);
    create index workflow_runs_bad on workflow_runs (organization_id, workflow_id, status, id desc) where status <> 'COMPLETED';
    create table workflow_run_steps (
      run_id uuid not null,
      step_id text not null,
      iteration text not null default '',
      organization_id uuid not null,
      status text not null,
      attempts integer not null default 1,
      port text,
      input json,
      output json,
      error json,
      idempotency_key text,
      wake_at timestamptz,
      dt_started timestamptz not null,
      dt_finished timestamptz,
      primary key (run_id, step_id, iteration)
    );
    create table workflow_starts (
      workflow_id uuid not null,
      key text not null,
      organization_id uuid not null,
      run_id uuid not null,
      dt_created timestamptz not null default now(),
      primary key (workflow_id, key)
    );
    create index workflow_starts_age on workflow_starts (dt_created);
    create table workflow_waits (
      run_id uuid not null,
      step_id text not null,
      iteration text not null,
      organization_id uuid not null,
      webhook_id uuid not null,
      match_path text,
      match_value text,
      dt_expires timestamptz not null,
      primary key (run_id, step_id, iteration)
    );
    create index workflow_waits_webhook on workflow_waits (webhook_id, match_value);
  `)
    .execute(db);

  for (const [table, rights] of Object.entries(tenantTables)) {
    await sql`
      alter table ${sql.table(table)} enable row level security;
      create policy organization on ${sql.table(table)}
        using (organization_id = nullif(current_setting('credenza.organization', true), '')::uuid)
        with check (organization_id = nullif(current_setting('credenza.organization', true), '')::uuid);
      grant ${sql.raw(rights)} on ${sql.table(table)} to credenza_app;
    `.execute(db);
  }
}
