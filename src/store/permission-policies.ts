import type { Kysely } from "kysely";
import type { Database, Tx } from "./db.ts";
import { decodeCursor, toPage } from "./paging.ts";
import type { PermissionStatement } from "./schema.ts";

const columns = [
  "permission_policies.id",
  "permission_policies.name",
  "permission_policies.statements",
  "permission_policies.managed",
  "permission_policies.version",
  "permission_policies.dt_created as dtCreated",
  "permission_policies.dt_last_modified as dtLastModified",
  "permission_policies.created_by as createdBy",
  "permission_policies.last_modified_by as lastModifiedBy",
] as const;

export interface PermissionPolicy {
  id: string;
  name: string;
  statements: PermissionStatement[];
  managed: boolean;
  version: number;
  dtCreated: Date;
  dtLastModified: Date;
  createdBy: string | null;
  lastModifiedBy: string | null;
}

export interface NewPolicy {
  id: string;
  organizationId: string;
  name: string;
  statements: PermissionStatement[];
  managed: boolean;
  actorId: string | null;
}

export async function insertPolicy(db: Kysely<Database>, policy: NewPolicy): Promise<PermissionPolicy> {
  return db
    .insertInto("permission_policies")
    .values({
      id: policy.id,
      organization_id: policy.organizationId,
      name: policy.name,
      statements: JSON.stringify(policy.statements),
      managed: policy.managed,
      created_by: policy.actorId,
      last_modified_by: policy.actorId,
    })
    .returning(columns)
    .executeTakeFirstOrThrow();
}

export async function listPolicies(tx: Tx, page: { pageSize: number; nextToken?: string }) {
  let select = tx
    .selectFrom("permission_policies")
    .select(columns)
    .orderBy("id", "desc")
    .limit(page.pageSize + 1);
  if (page.nextToken) select = select.where("id", "<", decodeCursor(page.nextToken).id);
  return toPage(
    await select.execute(),
    page.pageSize,
    (row): PermissionPolicy => row,
    (row) => ({ id: row.id }),
  );
}

export async function findPolicy(tx: Tx, id: string): Promise<PermissionPolicy | undefined> {
  return tx.selectFrom("permission_policies").select(columns).where("id", "=", id).executeTakeFirst();
}

/** Nobody attaches, detaches or changes it until the transaction ends. */
export async function lockPolicy(tx: Tx, id: string): Promise<PermissionPolicy | undefined> {
  return tx.selectFrom("permission_policies").select(columns).where("id", "=", id).forUpdate().executeTakeFirst();
}

export async function lockManagedPolicy(tx: Tx, name: string): Promise<PermissionPolicy | undefined> {
  return tx
    .selectFrom("permission_policies")
    .select(columns)
    .where("managed", "=", true)
    .where("name", "=", name)
    .forUpdate()
    .executeTakeFirst();
}

/** Undefined when the row is not at this version any more. */
export async function updatePolicy(
  tx: Tx,
  change: { id: string; version: number; name: string; statements: PermissionStatement[]; actorId: string },
): Promise<PermissionPolicy | undefined> {
  return tx
    .updateTable("permission_policies")
    .set({
      name: change.name,
      statements: JSON.stringify(change.statements),
      version: change.version + 1,
      dt_last_modified: new Date(),
      last_modified_by: change.actorId,
    })
    .where("id", "=", change.id)
    .where("version", "=", change.version)
    .returning(columns)
    .executeTakeFirst();
}

/** Its attachments go with it. */
export async function deletePolicy(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom("permission_policies").where("id", "=", id).execute();
}

/** All that the policies of a principal say, but for those of its groups. */
export async function statementsOf(tx: Tx, principalId: string): Promise<PermissionStatement[]> {
  return (await policiesOf(tx, principalId)).flatMap(({ statements }) => statements);
}

/** Newest attachment first. */
export async function policiesOf(tx: Tx, principalId: string): Promise<PermissionPolicy[]> {
  return tx
    .selectFrom("permission_policies")
    .innerJoin("policy_principals", "policy_principals.policy_id", "permission_policies.id")
    .select(columns)
    .where("policy_principals.principal_id", "=", principalId)
    .orderBy("policy_principals.id", "desc")
    .execute();
}
