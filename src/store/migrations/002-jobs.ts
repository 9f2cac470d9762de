import { type Kysely, sql } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table job_workers (
      id text primary key,
      dt_started timestamptz not null default now(),
      dt_heartbeat timestamptz not null default now()
    );

    create table incoming_counts (
      webhook_id uuid not null,
      organization_id uuid not null,
      hour timestamptz not null,
      accepted integer not null default 0,
      rejected integer not null default 0,
      primary key (webhook_id, hour)
    );
    create index incoming_counts_age on incoming_counts (hour);
    alter table incoming_counts enable row level security;
    create policy organization on incoming_counts
      using (organization_id = nullif(current_setting('credenza.organization', true), '')::uuid)
      with check (organization_id = nullif(current_setting('credenza.organization', true), '')::uuid);
    grant select on incoming_counts to credenza_app;

    create table processed_messages (
      message_id uuid primary key,
      organization_id uuid not null,
      processed_at timestamptz not null default clock_timestamp()
    );
    alter table processed_messages enable row level security;
    create policy organization on processed_messages
      using (organization_id = nullif(current_setting('credenza.organization', true), '')::uuid)
      with check (organization_id = nullif(current_setting('credenza.organization', true), '')::uuid);
    grant select on processed_messages to credenza_app;

    alter table incoming_messages drop column processed_at;
    alter table incoming_messages drop constraint incoming_messages_webhook_id_fkey;
  `.execute(db);
}
