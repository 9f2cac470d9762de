import type { Tx } from "./db.ts";
import { decodeCursor, toPage } from "./paging.ts";
import { memberColumns, type User } from "./users.ts";

const columns = [
  "user_group_id as userGroupId",
  "user_id as userId",
  "dt_created as dtCreated",
  "created_by as createdBy",
] as const;

interface Place {
  userGroupId: string;
  userId: string;
}

export type Membership = Place & { dtCreated: Date; createdBy: string | null };

/** Joining twice is joining once: the earlier membership is the answer. */
export async function joinGroup(tx: Tx, row: Place & { organizationId: string; actorId: string }): Promise<Membership> {
  await tx
    .insertInto("user_group_members")
    .values({
      user_group_id: row.userGroupId,
      user_id: row.userId,
      organization_id: row.organizationId,
      created_by: row.actorId,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return tx
    .selectFrom("user_group_members")
    .select(columns)
    .where("user_group_id", "=", row.userGroupId)
    .where("user_id", "=", row.userId)
    .executeTakeFirstOrThrow();
}

/** Undefined when the user is not in the group. */
export async function leaveGroup(tx: Tx, place: Place): Promise<Membership | undefined> {
  return tx
    .deleteFrom("user_group_members")
    .where("user_group_id", "=", place.userGroupId)
    .where("user_id", "=", place.userId)
    .returning(columns)
    .executeTakeFirst();
}

export async function hasMembers(tx: Tx, userGroupId: string): Promise<boolean> {
  const select = tx.selectFrom("user_group_members").select("user_id").where("user_group_id", "=", userGroupId);
  return (await select.limit(1).executeTakeFirst()) !== undefined;
}

/** Newest account first. */
export async function listGroupMembers(tx: Tx, userGroupId: string, page: { pageSize: number; nextToken?: string }) {
  let select = tx
    .selectFrom("users")
    .innerJoin("user_group_members", "user_group_members.user_id", "users.id")
    .select(memberColumns)
    .where("user_group_members.user_group_id", "=", userGroupId)
    .orderBy("users.id", "desc")
    .limit(page.pageSize + 1);
  if (page.nextToken) select = select.where("users.id", "<", decodeCursor(page.nextToken).id);
  return toPage(
    await select.execute(),
    page.pageSize,
    (row): User => row,
    (row) => ({ id: row.id }),
  );
}
