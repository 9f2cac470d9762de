import { z } from "zod";
import { isManagedName } from "../../access/managed-policies.ts";
import { statements, statementsOutput } from "../../access/statements.ts";
import { Problem } from "../../errors.ts";
import type { Tx } from "../../store/db.ts";
import { lockPolicy, type PermissionPolicy } from "../../store/permission-policies.ts";
import * as shapes from "../shapes.ts";

export const permissionPolicy = z.strictObject({
  id: shapes.outputId,
  name: z.string(),
  permissionPolicy: statementsOutput,
  managedPolicy: z.boolean(),
  ...shapes.history,
});

export const policyBody = {
  name: shapes.name.refine((name) => !isManagedName(name), "A managed policy has this name. Choose another."),
  permissionPolicy: statements,
};

export const toPermissionPolicy = (row: PermissionPolicy) => ({
  id: row.id,
  name: row.name,
  permissionPolicy: row.statements,
  managedPolicy: row.managed,
  version: row.version,
  dtCreated: row.dtCreated.toISOString(),
  dtLastModified: row.dtLastModified.toISOString(),
  createdBy: row.createdBy,
  lastModifiedBy: row.lastModifiedBy,
});

export const noPolicy = (): Problem => new Problem("not_found", "There is no permission policy with this id.");

/** Held until the transaction ends. */
export async function requirePolicy(tx: Tx, id: string): Promise<PermissionPolicy> {
  const policy = await lockPolicy(tx, id);
  if (!policy) throw noPolicy();
  return policy;
}

export async function requireOwnPolicy(tx: Tx, id: string): Promise<PermissionPolicy> {
  const policy = await requirePolicy(tx, id);
  if (!policy.managed) return policy;
  throw new Problem("managed_policy", "A managed policy cannot be changed or deleted. Create one of your own.");
}
