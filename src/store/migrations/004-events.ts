import { type Kysely, sql } from "kysely";

const tables = ["events", "event_names", "notification_rules", "notification_links", "event_matches"];

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table events (
      id uuid primary key,
      organization_id uuid not null,
      event_name text not null,
      event_time timestamptz not null,
      data jsonb not null,
      resource_id text,
      account_id text,
      idempotency_key text,
      dt_actioned timestamptz
    );
    create index events_newest on events (organization_id, id);
    create index events_by_name on events (organization_id, event_name, id);
    create index events_by_resource on events (organization_id, resource_id, id) where resource_id is not null;
    create index events_by_account on events (organization_id, account_id, id) where account_id is not null;
    create unique index events_once on events (organization_id, idempotency_key) where idempotency_key is not null;

    create table event_names (
      organization_id uuid not null,
      event_name text not null,
      fields jsonb not null,
      primary key (organization_id, event_name)
    );

    create table notification_rules (
      id uuid primary key,
      organization_id uuid not null references organizations on delete cascade,
      name text not null,
      description text not null,
      code text not null,
      event_name text not null,
      calculation text not null,
      active boolean not null,
      always_fire_event boolean not null,
      version integer not null default 1,
      dt_created timestamptz not null default now(),
      dt_last_modified timestamptz not null default now(),
      created_by uuid,
      last_modified_by uuid,
      unique (organization_id, code)
    );
    create index notification_rules_by_event on notification_rules (organization_id, event_name) where active;

    create table notification_links (
      rule_id uuid not null references notification_rules on delete cascade,
      organization_id uuid not null,
      kind text not null check (kind in ('WEBHOOK', 'WORKFLOW')),
      target_id uuid not null,
      primary key (rule_id, kind, target_id)
    );
    create index notification_links_target on notification_links (target_id);

    create table event_matches (
      organization_id uuid not null,
      rule_id uuid not null,
      event_id uuid not null references events on delete cascade,
      primary key (rule_id, event_id)
    );
    create index event_matches_event on event_matches (event_id);
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
