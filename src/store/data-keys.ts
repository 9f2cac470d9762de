import type { Kysely } from "kysely";
import type { Database } from "./schema.ts";

export interface DataKeyRow {
  id: string;
  organizationId: string | null;
  generation: number;
  wrapped: string;
}

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

/** Does nothing when the organization has this generation already. */
export async function insertDataKey(
  db: Kysely<Database>,
  row: DataKeyRow & { rootKeyFingerprint: string },
): Promise<void> {
  await db
    .insertInto("data_keys")
    .values({
      id: row.id,
      organization_id: row.organizationId,
      generation: row.generation,
      wrapped: row.wrapped,
      root_key_fingerprint: row.rootKeyFingerprint,
      status: "ACTIVE",
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
