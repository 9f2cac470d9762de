import { sql } from "kysely";
import type { Tx } from "./db.ts";
import type { PermissionStatement } from "./schema.ts";

export interface PrincipalRow {
  name: string;
  policies: { id: string; statements: PermissionStatement[] }[];
  /** Ids of the access keys that may still be used; empty for a user. */
  activeKeys: string[];
}

const policies = (id: string) => sql<PrincipalRow["policies"]>`
  (select coalesce(json_agg(json_build_object('id', p.id, 'statements', p.statements)), '[]')
   from policy_principals a join permission_policies p on p.id = a.policy_id where a.principal_id = ${id})`;

/** What a service user may do and with which keys, in one query. Undefined when it is gone. */
export async function findServiceUserPrincipal(tx: Tx, id: string): Promise<PrincipalRow | undefined> {
  const keys = sql<string[]>`
    (select coalesce(json_agg(k.id), '[]') from access_keys k where k.service_user_id = ${id} and k.status = 'ACTIVE')`;
  return tx
    .selectFrom("service_users")
    .select(["name", policies(id).as("policies"), keys.as("activeKeys")])
    .where("id", "=", id)
    .executeTakeFirst();
}

/** What a member of the organization may do there. Undefined when the user is no member. */
export async function findUserPrincipal(tx: Tx, organizationId: string, id: string): Promise<PrincipalRow | undefined> {
  const row = await tx
    .selectFrom("users")
    .innerJoin("organization_users", "organization_users.user_id", "users.id")
    .select(["users.email as name", policies(id).as("policies")])
    .where("users.id", "=", id)
    .where("organization_users.organization_id", "=", organizationId)
    .executeTakeFirst();
  return row && { ...row, activeKeys: [] };
}
