import { type Kysely, sql } from "kysely";

/** Only a user of the organization is a member, so whoever leaves it leaves its groups. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table user_groups (
      id uuid primary key,
      organization_id uuid not null references organizations on delete cascade,
      name text not null,
      version integer not null default 1,
      dt_created timestamptz not null default now(),
      dt_last_modified timestamptz not null default now(),
      created_by uuid,
      last_modified_by uuid,
      unique (organization_id, id)
    );
    create table user_group_members (
      user_group_id uuid not null,
      user_id uuid not null,
      organization_id uuid not null,
      dt_created timestamptz not null default now(),
      created_by uuid,
      primary key (user_group_id, user_id),
      foreign key (organization_id, user_group_id) references user_groups (organization_id, id) on delete cascade,
      foreign key (organization_id, user_id) references organization_users on delete cascade
    );
    create index user_group_members_user on user_group_members (organization_id, user_id);
  `.execute(db);
  for (const table of ["user_groups", "user_group_members"]) {
    await sql`
      alter table ${sql.table(table)} enable row level security;
      create policy organization on ${sql.table(table)}
        using (organization_id = nullif(current_setting('credenza.organization', true), '')::uuid)
        with check (organization_id = nullif(current_setting('credenza.organization', true), '')::uuid);
      grant select, insert, update, delete on ${sql.table(table)} to credenza_app;
    `.execute(db);
  }
}
