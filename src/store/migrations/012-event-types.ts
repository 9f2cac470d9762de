import { type Kysely, sql } from "kysely";

/** What an organization says of the events that it publishes. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table event_types (
      id uuid primary key,
      organization_id uuid not null references organizations on delete cascade,
      event_name text not null,
      description text not null,
      schema jsonb not null,
      version integer not null default 1,
      dt_created timestamptz not null default now(),
      dt_last_modified timestamptz not null default now(),
      created_by uuid,
      last_modified_by uuid,
      unique (organization_id, event_name)
    );
    create index event_types_newest on event_types (organization_id, id);
    alter table event_types enable row level security;
    create policy organization on event_types
      using (organization_id = nullif(current_setting('credenza.organization', true), '')::uuid)
      with check (organization_id = nullif(current_setting('credenza.organization', true), '')::uuid);
    grant select, insert, update, delete on event_types to credenza_app;
  `.execute(db);
}
