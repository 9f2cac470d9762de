import { type Kysely, sql } from "kysely";

const tables = ["outgoing_webhooks", "deliveries", "delivery_attempts", "delivery_counts"];

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table outgoing_webhooks (
      id uuid primary key,
      organization_id uuid not null references organizations on delete cascade,
      name text not null,
      code text not null,
      description text not null,
      url text not null,
      credential_id uuid references credentials on delete set null,
      active boolean not null default true,
      concurrency integer not null,
      requests_per_second integer,
      ordering_key text,
      message_signature boolean not null default false,
      failing_since timestamptz,
      dt_paused timestamptz,
      version integer not null default 1,
      dt_created timestamptz not null default now(),
      dt_last_modified timestamptz not null default now(),
      created_by uuid,
      last_modified_by uuid,
      unique (organization_id, code)
    );
    create index outgoing_webhooks_list on outgoing_webhooks (organization_id, id desc);
    create index outgoing_webhooks_credential on outgoing_webhooks (credential_id);
    create table deliveries (
      id uuid primary key,
      organization_id uuid not null,
      webhook_id uuid not null references outgoing_webhooks on delete cascade,
      event_id uuid,
      event_name text not null,
      body bytea not null,
      ordering_key text,
      status text not null default 'WAITING' check (status in ('WAITING', 'DELIVERED', 'FAILED')),
      attempts integer not null default 0,
      due_at timestamptz,
      leased_by uuid,
      last_status integer,
      last_error text,
      replay_of uuid,
      dt_created timestamptz not null default now(),
      dt_finished timestamptz
    );
    create index deliveries_due on deliveries (webhook_id, due_at) where due_at is not null;
    create index deliveries_order on deliveries (webhook_id, ordering_key, id)
      where ordering_key is not null and due_at is not null;
    create index deliveries_list on deliveries (webhook_id, id desc);
    create index deliveries_age on deliveries (dt_finished) where dt_finished is not null;
    create table delivery_attempts (
      delivery_id uuid not null references deliveries on delete cascade,
      organization_id uuid not null,
      number integer not null,
      dt_started timestamptz not null,
      duration_ms integer not null,
      status integer,
      error text,
      request_headers jsonb not null,
      response_headers jsonb not null,
      response_body bytea not null,
      next_at timestamptz,
      primary key (delivery_id, number)
    );
    create table delivery_counts (
      webhook_id uuid not null references outgoing_webhooks on delete cascade,
      organization_id uuid not null,
      hour timestamptz not null,
      delivered integer not null,
      failed integer not null,
      primary key (webhook_id, hour)
    );
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
