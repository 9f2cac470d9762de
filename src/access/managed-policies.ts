import { newId } from "../crypto/ids.ts";
import type { Tx } from "../store/db.ts";
import { insertPolicy } from "../store/permission-policies.ts";
import type { PermissionStatement } from "../store/schema.ts";
import { canonicalIdentity } from "./identity.ts";

export const administrator = "Administrator";

/** Every organization has these from its first moment, and nobody can change them. */
export const managedPolicies: readonly { name: string; statements: PermissionStatement[] }[] = [
  { name: administrator, statements: [{ effect: "allow", action: ["*"], resource: ["*"] }] },
  {
    name: "Read-only",
    statements: [{ effect: "allow", action: ["config:retrieve", "audit:retrieve"], resource: ["*"] }],
  },
  {
    name: "Use credentials",
    statements: [
      { effect: "allow", action: ["config:use"], resource: ["config:credential/item/*"] },
      {
        effect: "allow",
        action: ["config:retrieve"],
        resource: ["config:credential/item/*", "config:system/item/*"],
      },
    ],
  },
];

const reserved = new Set(managedPolicies.map(({ name }) => canonicalIdentity(name)));

/** Nobody makes a policy that reads like a managed one, by letter case or spaces either. */
export const isManagedName = (name: string): boolean => reserved.has(canonicalIdentity(name));

/** Gives the id of the Administrator policy. */
export async function createManagedPolicies(tx: Tx, organizationId: string): Promise<string> {
  let administratorId = "";
  for (const { name, statements } of managedPolicies.toReversed()) {
    const policy = { id: newId(), organizationId, name, statements, managed: true, actorId: null };
    await insertPolicy(tx, policy);
    administratorId = policy.id;
  }
  return administratorId;
}
