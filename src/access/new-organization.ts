import { newId } from "../crypto/ids.ts";
import { writeAudit } from "../store/audit.ts";
import type { Tx } from "../store/db.ts";
import { addMember, insertOrganization } from "../store/organizations.ts";
import { type AttachablePrincipal, attachPolicy } from "../store/policy-principals.ts";
import type { Vault } from "../vault/vault.ts";
import { createManagedPolicies } from "./managed-policies.ts";

export interface NewOrganization {
  id: string;
  name: string;
  /** Who makes it; null: the operator's bootstrap variables. */
  creator: { id: string; email: string } | null;
  requestId: string | null;
}

/** With its data key and the managed policies. Gives the id of the Administrator policy. `tx` is of the owner's role. */
export async function createOrganization(tx: Tx, vault: Vault, organization: NewOrganization): Promise<string> {
  const { id, name, creator, requestId } = organization;
  await insertOrganization(tx, { id, name });
  await vault.createDataKey(tx, id);
  const administratorPolicy = await createManagedPolicies(tx, id);
  if (creator) {
    await addMember(tx, id, creator.id);
    await makeAdministrator(tx, { id, administratorPolicy }, "USER", creator.id);
  }
  await writeAudit(tx, {
    id: newId(),
    organizationId: id,
    action: "organization.created",
    actorType: creator ? "USER" : "SYSTEM",
    actorId: creator?.id ?? null,
    actorName: creator?.email ?? null,
    resourceType: "organization",
    resourceId: id,
    detail: {},
    requestId,
  });
  return administratorPolicy;
}

export async function makeAdministrator(
  tx: Tx,
  organization: { id: string; administratorPolicy: string },
  principalType: AttachablePrincipal,
  principalId: string,
): Promise<void> {
  await attachPolicy(tx, {
    id: newId(),
    organizationId: organization.id,
    permissionPolicyId: organization.administratorPolicy,
    principalType,
    principalId,
    actorId: null,
  });
}
