import type { Kysely } from "kysely";
import type { Database, Tx } from "./db.ts";
import { decodeCursor, toPage } from "./paging.ts";

const columns = [
  "id",
  "name",
  "version",
  "dt_created as dtCreated",
  "dt_last_modified as dtLastModified",
  "created_by as createdBy",
  "last_modified_by as lastModifiedBy",
] as const;

export interface ServiceUser {
  id: string;
  name: string;
  version: number;
  dtCreated: Date;
  dtLastModified: Date;
  createdBy: string | null;
  lastModifiedBy: string | null;
}

export async function insertServiceUser(
  db: Kysely<Database>,
  row: { id: string; organizationId: string; name: string; actorId: string | null },
): Promise<ServiceUser> {
  return db
    .insertInto("service_users")
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

export async function findServiceUser(tx: Tx, id: string): Promise<ServiceUser | undefined> {
  return tx.selectFrom("service_users").select(columns).where("id", "=", id).executeTakeFirst();
}

export async function listServiceUsers(tx: Tx, page: { pageSize: number; nextToken?: string }) {
  let select = tx
    .selectFrom("service_users")
    .select(columns)
    .orderBy("id", "desc")
    .limit(page.pageSize + 1);
  if (page.nextToken) select = select.where("id", "<", decodeCursor(page.nextToken).id);
  return toPage(
    await select.execute(),
    page.pageSize,
    (row): ServiceUser => row,
    (row) => ({ id: row.id }),
  );
}

/** Undefined when the row is not at this version any more. */
export async function updateServiceUser(
  tx: Tx,
  change: { id: string; version: number; name: string; actorId: string },
): Promise<ServiceUser | undefined> {
  return tx
    .updateTable("service_users")
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

/** Its access keys go with it. */
export async function deleteServiceUser(tx: Tx, id: string): Promise<ServiceUser | undefined> {
  return tx.deleteFrom("service_users").where("id", "=", id).returning(columns).executeTakeFirst();
}
