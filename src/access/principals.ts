import { LRUCache } from "lru-cache";
import type { Actor } from "../context.ts";
import type { Changes } from "../store/changes.ts";
import { announceChange, type Store, type Tx } from "../store/db.ts";
import { findServiceUserPrincipal, findUserPrincipal, type PrincipalRow } from "../store/principals.ts";
import { compilePolicies, isAllowed, type PolicySet } from "./policy-set.ts";

export interface Principal {
  actor: Actor;
  policies: PolicySet;
  activeKeys: ReadonlySet<string>;
  /** Ids of the principal, its groups and its policies: a change of any of them makes this out of date. */
  dependsOn: ReadonlySet<string>;
}

/** Who may do what, held in memory. One query when it is not held, none otherwise. */
export interface Principals {
  /** Undefined: no such service user, or the user does not belong to the organization. */
  find(type: Actor["type"], id: string, organizationId: string): Promise<Principal | undefined>;
  /** As `find`, read in this transaction. */
  read(tx: Tx, type: Actor["type"], id: string, organizationId: string): Promise<Principal | undefined>;
  /** Call in the transaction that changes a principal, a group or a policy: every process lets go of it once that commits. */
  changed(tx: Tx, id: string): Promise<void>;
}

/** Bounds how long a principal outlives a change that a silently broken connection did not report. */
const heldMs = 30_000;
/** Longer than a change takes from its statement to the commit's notification. */
const settleMs = 10_000;

export function createPrincipals(store: Store, changes: Changes): Principals {
  const held = new LRUCache<string, Principal>({ max: 10_000, ttl: heldMs });
  /** Ids whose change may not be committed or heard of yet: what depends on them is read anew each time. */
  const unsettled = new LRUCache<string, true>({ max: 10_000, ttl: settleMs });
  let generation = 0;

  const drop = (id: string | null): void => {
    generation += 1;
    for (const [key, principal] of held.entries()) if (id === null || principal.dependsOn.has(id)) held.delete(key);
  };
  changes.on("access", drop);

  const read: Principals["read"] = async (tx, type, id, organizationId) => {
    const row = await (type === "USER" ? findUserPrincipal(tx, organizationId, id) : findServiceUserPrincipal(tx, id));
    return row && toPrincipal(type, id, organizationId, row);
  };

  return {
    find: async (type, id, organizationId) => {
      const key = `${type} ${id} ${organizationId}`;
      const known = held.get(key);
      if (known) return known;
      const before = generation;
      const principal = await store.inOrganization(organizationId, (tx) => read(tx, type, id, organizationId));
      const isSettled = principal && ![...principal.dependsOn].some((part) => unsettled.has(part));
      if (isSettled && generation === before) held.set(key, principal);
      return principal;
    },
    read,
    changed: async (tx, id) => {
      unsettled.set(id, true);
      drop(id);
      await announceChange(tx, "access", id);
    },
  };
}

function toPrincipal(type: Actor["type"], id: string, organizationId: string, row: PrincipalRow): Principal {
  const policies = compilePolicies(row.policies.flatMap((policy) => policy.statements));
  return {
    actor: {
      type,
      id,
      name: row.name,
      organizationId,
      may: (action, resourceType, itemId) => isAllowed(policies, action, resourceType, itemId),
    },
    policies,
    activeKeys: new Set(row.activeKeys),
    dependsOn: new Set([id, ...row.groups, ...row.policies.map((policy) => policy.id)]),
  };
}
