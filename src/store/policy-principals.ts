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

export type AttachablePrincipal = "USER" | "SERVICEUSER";

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

export async function principalsOf(tx: Tx, policyId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom("policy_principals")
    .select("principal_id")
    .where("policy_id", "=", policyId)
    .execute();
  return rows.map((row) => row.principal_id);
}

interface Narrowable<Self> {
  where(column: "policy_id" | "principal_type" | "principal_id", operator: "=", value: string): Self;
}

const place = <Query extends Narrowable<Query>>(query: Query, row: Attachment): Query =>
  query
    .where("policy_id", "=", row.permissionPolicyId)
    .where("principal_type", "=", row.principalType)
    .where("principal_id", "=", row.principalId);
