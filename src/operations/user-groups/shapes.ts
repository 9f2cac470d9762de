import { z } from "zod";
import { Problem } from "../../errors.ts";
import type { Tx } from "../../store/db.ts";
import type { Membership } from "../../store/user-group-members.ts";
import { findUserGroup, lockUserGroup, type UserGroup } from "../../store/user-groups.ts";
import * as shapes from "../shapes.ts";

export const userGroup = z.strictObject({ id: shapes.outputId, name: z.string(), ...shapes.history });

export const toUserGroup = (row: UserGroup) => ({
  ...row,
  dtCreated: row.dtCreated.toISOString(),
  dtLastModified: row.dtLastModified.toISOString(),
});

export const membership = z.strictObject({
  userGroupId: shapes.outputId,
  userId: shapes.outputId,
  dtCreated: shapes.time,
  createdBy: z.string().nullable(),
});

export const toMembership = (row: Membership) => ({ ...row, dtCreated: row.dtCreated.toISOString() });

export const membershipParams = z.object({ id: shapes.id, userId: shapes.id });

/** For the audit row: it is the group's, and names the user. */
export const membershipAudited = {
  itemId: ({ userGroupId }: z.output<typeof membership>) => userGroupId,
  detail: ({ userId }: z.output<typeof membership>) => ({ principalType: "USER", principalId: userId }),
};

export async function requireUserGroup(tx: Tx, id: string): Promise<UserGroup> {
  return found(await findUserGroup(tx, id));
}

/** Held until the transaction ends. */
export async function requireHeldUserGroup(tx: Tx, id: string): Promise<UserGroup> {
  return found(await lockUserGroup(tx, id));
}

function found(group: UserGroup | undefined): UserGroup {
  if (!group) throw new Problem("not_found", "There is no user group with this id.");
  return group;
}
