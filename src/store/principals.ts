import { type RawBuilder, sql } from "kysely";
import type { Tx } from "./db.ts";
import type { PermissionStatement } from "./schema.ts";

export interface PrincipalRow {
  name: string;
  /** Of a user's groups too. */
  policies: { id: string; statements: PermissionStatement[] }[];
  /** Ids of the groups that the user is in; empty for a service user. */
  groups: string[];
  /** Ids of the access keys that may still be used; empty for a user. */
  activeKeys: string[];
}

const policies = (holders: RawBuilder<unknown>) => sql<PrincipalRow["policies"]>`
  (select coalesce(json_agg(json_build_object('id', p.id, 'statements', p.statements)), '[]')
   from policy_principals a join permission_policies p on p.id = a.policy_id where a.principal_id in (${holders}))`;

const groups = (userId: string, organizationId: string) => sql`
  select m.user_group_id from user_group_members m
  where m.user_id = ${userId}::uuid and m.organization_id = ${organizationId}::uuid`;

/** What a service user may do and with which keys, in one query. Undefined when it is gone. */
export async function findServiceUserPrincipal(tx: Tx, id: string): Promise<PrincipalRow | undefined> {
  const keys = sql<string[]>`
    (select coalesce(json_agg(k.id), '[]') from access_keys k where k.service_user_id = ${id} and k.status = 'ACTIVE')`;
  const row = await tx
    .selectFrom("service_users")
    .select(["name", policies(sql`select ${id}::uuid`).as("policies"), keys.as("activeKeys")])
    .where("id", "=", id)
    .executeTakeFirst();
  return row && { ...row, groups: [] };
}

/** What a member of the organization may do there, also through its groups. Undefined when the user is no member. */
export async function findUserPrincipal(tx: Tx, organizationId: string, id: string): Promise<PrincipalRow | undefined> {
  const own = groups(id, organizationId);
  const row = await tx
    .selectFrom("users")
    .innerJoin("organization_users", "organization_users.user_id", "users.id")
    .select([
      "users.email as name",
      policies(sql`select ${id}::uuid union all ${own}`).as("policies"),
      sql<string[]>`array(${own})`.as("groups"),
    ])
    .where("users.id", "=", id)
    .where("organization_users.organization_id", "=", organizationId)
    .executeTakeFirst();
  return row && { ...row, activeKeys: [] };
}
