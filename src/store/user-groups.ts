import type { Tx } from "./db.ts";
import { decodeCursor, toPage } from "./paging.ts";

const columns = [
  "user_groups.id",
  "user_groups.name",
  "user_groups.version",
  "user_groups.dt_created as dtCreated",
  "user_groups.dt_last_modified as dtLastModified",
  "user_groups.created_by as createdBy",
  "user_groups.last_modified_by as lastModifiedBy",
] as const;

export interface UserGroup {
  id: string;
  name: string;
  version: number;
  dtCreated: Date;
  dtLastModified: Date;
  createdBy: string | null;
  lastModifiedBy: string | null;
}

export async function insertUserGroup(
  tx: Tx,
  row: { id: string; organizationId: string; name: string; actorId: string },
): Promise<UserGroup> {
  return tx
    .insertInto("user_groups")
    .values({
      id: row.id,
      organization_id: row.organizationId,
      name: row.name,
      created_by: row.actorId,
      last_modified_by: row.actorId,
    })
    .returning(columns)
    .executeTakeFirstOrThrow();
}

export async function findUserGroup(tx: Tx, id: string): Promise<UserGroup | undefined> {
  return tx.selectFrom("user_groups").select(columns).where("id", "=", id).executeTakeFirst();
}

/** Nobody joins it, gives it a policy or deletes it until the transaction ends. */
export async function lockUserGroup(tx: Tx, id: string): Promise<UserGroup | undefined> {
  return tx.selectFrom("user_groups").select(columns).where("id", "=", id).forUpdate().executeTakeFirst();
}

/** Newest first; of one user where the page says so. */
export async function listUserGroups(tx: Tx, page: { pageSize: number; nextToken?: string; userId?: string }) {
  let select = tx
    .selectFrom("user_groups")
    .select(columns)
    .orderBy("id", "desc")
    .limit(page.pageSize + 1);
  if (page.nextToken) select = select.where("id", "<", decodeCursor(page.nextToken).id);
  if (page.userId) select = select.where("id", "in", groupsOf(tx, page.userId));
  return toPage(
    await select.execute(),
    page.pageSize,
    (row): UserGroup => row,
    (row) => ({ id: row.id }),
  );
}

/** Undefined when the row is not at this version any more. */
export async function updateUserGroup(
  tx: Tx,
  change: { id: string; version: number; name: string; actorId: string },
): Promise<UserGroup | undefined> {
  return tx
    .updateTable("user_groups")
    .set({
      name: change.name,
      version: change.version + 1,
      dt_last_modified: new Date(),
      last_modified_by: change.actorId,
    })
    .where("id", "=", change.id)
    .where("version", "=", change.version)
    .returning(columns)
    .executeTakeFirst();
}

/** Its members stay users of the organization. */
export async function deleteUserGroup(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom("user_groups").where("id", "=", id).execute();
}

const groupsOf = (tx: Tx, userId: string) =>
  tx.selectFrom("user_group_members").select("user_group_id").where("user_id", "=", userId);
