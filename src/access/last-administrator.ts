import { Problem } from "../errors.ts";
import type { Tx } from "../store/db.ts";
import { lockManagedPolicy } from "../store/permission-policies.ts";
import { principalsOf } from "../store/policy-principals.ts";
import { administrator } from "./managed-policies.ts";

/** Throws last_administrator when nobody but this principal has the Administrator policy. Holds the policy, so that two can't go at once. */
export async function requireAnotherAdministrator(tx: Tx, principalId: string): Promise<void> {
  const policy = await lockManagedPolicy(tx, administrator);
  const administrators = policy ? await principalsOf(tx, policy.id) : [];
  if (administrators.length > 1 || !administrators.includes(principalId)) return;
  throw new Problem(
    "last_administrator",
    "This is the last one with the Administrator policy. Give the policy to somebody else first.",
  );
}
