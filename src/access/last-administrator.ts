import { Problem } from "../errors.ts";
import type { Tx } from "../store/db.ts";
import { lockManagedPolicy } from "../store/permission-policies.ts";
import { somebodyHas } from "../store/policy-principals.ts";
import { administrator } from "./managed-policies.ts";

/**
 * Throws last_administrator when the change leaves nobody with the Administrator policy, of their own or through a group.
 * Holds the policy, so that two can't go at once.
 */
export async function keepAnAdministrator<Result>(tx: Tx, change: () => Promise<Result>): Promise<Result> {
  const policy = await lockManagedPolicy(tx, administrator);
  const hadOne = policy !== undefined && (await somebodyHas(tx, policy.id));
  const result = await change();
  if (!hadOne || (await somebodyHas(tx, policy.id))) return result;
  throw new Problem(
    "last_administrator",
    "Nobody would have the Administrator policy any more. Give the policy to somebody else first.",
  );
}
