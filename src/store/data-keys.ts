import { type Kysely, sql } from "kysely";
import { announceChange, type Tx } from "./db.ts";
import { decodeCursor, toPage } from "./paging.ts";
import type { Database } from "./schema.ts";

export interface DataKeyRow {
  id: string;
  organizationId: string | null;
  generation: number;
  wrapped: string;
}

export type NewDataKey = DataKeyRow & { rootKeyFingerprint: string };

const columns = ["id", "organization_id as organizationId", "generation", "wrapped"] as const;

export async function findDataKey(db: Kysely<Database>, id: string): Promise<DataKeyRow | undefined> {
  return db.selectFrom("data_keys").select(columns).where("id", "=", id).executeTakeFirst();
}

export async function findActiveDataKey(
  db: Kysely<Database>,
  organizationId: string | null,
): Promise<DataKeyRow | undefined> {
  return db
    .selectFrom("data_keys")
    .select(columns)
    .where("organization_id", organizationId === null ? "is" : "=", organizationId)
    .where("status", "=", "ACTIVE")
    .orderBy("generation", "desc")
    .limit(1)
    .executeTakeFirst();
}

/** Those that were in use until lately, newest first: what was compared with them may still come again. */
export async function findReplacedDataKeys(
  db: Kysely<Database>,
  organizationId: string,
  withinHours: number,
): Promise<DataKeyRow[]> {
  return db
    .selectFrom("data_keys")
    .select(columns)
    .where("organization_id", "=", organizationId)
    .where("dt_replaced", ">", sql<Date>`now() - make_interval(hours => ${withinHours})`)
    .orderBy("generation", "desc")
    .execute();
}

export async function newestGeneration(db: Kysely<Database>, organizationId: string): Promise<number> {
  const row = await db
    .selectFrom("data_keys")
    .select((eb) => eb.fn.max("generation").as("newest"))
    .where("organization_id", "=", organizationId)
    .executeTakeFirst();
  return row?.newest ?? 0;
}

/** False when the organization has this generation already; then nothing is done. */
export async function insertDataKey(
  db: Kysely<Database>,
  row: NewDataKey & { createdBy?: string | null },
): Promise<boolean> {
  const result = await db
    .insertInto("data_keys")
    .values({
      id: row.id,
      organization_id: row.organizationId,
      generation: row.generation,
      wrapped: row.wrapped,
      root_key_fingerprint: row.rootKeyFingerprint,
      status: "ACTIVE",
      created_by: row.createdBy ?? null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** The new key seals from here on, in every process. False when another new one came first. `tx` is of the owner's role. */
export async function replaceDataKey(
  tx: Tx,
  row: NewDataKey & { organizationId: string; createdBy: string },
): Promise<boolean> {
  if (!(await insertDataKey(tx, row))) return false;
  await tx
    .updateTable("data_keys")
    .set({ status: "RETIRING", dt_replaced: sql<Date>`clock_timestamp()` })
    .where("organization_id", "=", row.organizationId)
    .where("status", "=", "ACTIVE")
    .where("id", "<>", row.id)
    .execute();
  await announceChange(tx, "datakey", row.organizationId);
  return true;
}

const shown = [
  "id",
  "generation",
  "status",
  "created_by as createdBy",
  "dt_created as dtCreated",
  "dt_replaced as dtReplaced",
  "dt_retired as dtRetired",
  "values_found as valuesFound",
  "values_left as valuesLeft",
] as const;

export type ShownDataKey = Awaited<ReturnType<typeof listDataKeys>>["data"][number];

export async function listDataKeys(tx: Tx, organizationId: string, page: { pageSize: number; nextToken?: string }) {
  let select = tx
    .selectFrom("data_keys")
    .select(shown)
    .where("organization_id", "=", organizationId)
    .orderBy("id", "desc")
    .limit(page.pageSize + 1);
  if (page.nextToken) select = select.where("id", "<", decodeCursor(page.nextToken).id);
  return toPage(
    await select.execute(),
    page.pageSize,
    (row) => row,
    (row) => ({ id: row.id }),
  );
}

export async function readDataKey(db: Kysely<Database>, id: string): Promise<ShownDataKey | undefined> {
  return db.selectFrom("data_keys").select(shown).where("id", "=", id).executeTakeFirst();
}
