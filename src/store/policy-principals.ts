import type { Kysely } from "kysely";
import type { Database, Tx } from "./db.ts";

const columns = [
  "id",
  "policy_id as permissionPolicyId",
  "principal_id as principalId",
  "principal_type as principalType",
  "version",
  "dt_created as dtCreated",
  "dt_last_modified as dtLastModified",
  "created_by as createdBy",
  "last_modified_by as lastModifiedBy",
] as const;

export type AttachablePrincipal = "USER" | "SERVICEUSER" | "USERGROUP";

export interface Attachment {
  permissionPolicyId: string;
  principalType: AttachablePrincipal;
  principalId: string;
}

/** Attaching twice is attaching once: the earlier attachment is the answer. */
export async function attachPolicy(
  db: Kysely<Database>,
  row: Attachment & { id: string; organizationId: string; actorId: string | null },
) {
  await db
    .insertInto("policy_principals")
    .values({
      id: row.id,
      organization_id: row.organizationId,
      policy_id: row.permissionPolicyId,
      principal_type: row.principalType,
      principal_id: row.principalId,
      created_by: row.actorId,
      last_modified_by: row.actorId,
    })
    .onConflict((conflict) => conflict.columns(["policy_id", "principal_type", "principal_id"]).doNothing())
    .execute();
  return place(db.selectFrom("policy_principals").select(columns), row).executeTakeFirstOrThrow();
}

export async function detachPolicy(tx: Tx, attachment: Attachment) {
  return place(tx.deleteFrom("policy_principals"), attachment).returning(columns).executeTakeFirst();
}

export async function detachAll(tx: Tx, principalId: string): Promise<void> {
  await tx.deleteFrom("policy_principals").where("principal_id", "=", principalId).execute();
}

/** Also to a group without members, whose members would have it. */
export async function isAttached(tx: Tx, policyId: string): Promise<boolean> {
  const select = tx.selectFrom("policy_principals").select("id").where("policy_id", "=", policyId).limit(1);
  return (await select.executeTakeFirst()) !== undefined;
}

/** A group without members has nothing. */
export async function somebodyHas(tx: Tx, policyId: string): Promise<boolean> {
  const select = tx
    .selectFrom("policy_principals")
    .leftJoin("user_group_members", "user_group_members.user_group_id", "policy_principals.principal_id")
    .select("policy_principals.id")
    .where("policy_principals.policy_id", "=", policyId)
    .where((where) =>
      where.or([where("principal_type", "<>", "USERGROUP"), where("user_group_members.user_id", "is not", null)]),
    )
    .limit(1);
  return (await select.executeTakeFirst()) !== undefined;
}

interface Narrowable<Self> {
  where(column: "policy_id" | "principal_type" | "principal_id", operator: "=", value: string): Self;
}

const place = <Query extends Narrowable<Query>>(query: Query, row: Attachment): Query =>
  query
    .where("policy_id", "=", row.permissionPolicyId)
    .where("principal_type", "=", row.principalType)
    .where("principal_id", "=", row.principalId);
