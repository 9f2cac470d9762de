import { type Kysely, sql } from "kysely";
import type { Database, Store } from "./db.ts";

export interface SigningKeyRow {
  kid: string;
  algorithm: string;
  publicJwk: Record<string, unknown>;
  sealedPrivateKey: string;
  retired: boolean;
  createdAt: Date;
}

/** Newest first. */
export async function listSigningKeys(db: Kysely<Database>): Promise<SigningKeyRow[]> {
  const rows = await db.selectFrom("signing_keys").selectAll().orderBy("dt_created", "desc").orderBy("id").execute();
  return rows.map((row) => ({
    kid: row.id,
    algorithm: row.algorithm,
    publicJwk: row.public_jwk,
    sealedPrivateKey: row.sealed_private_key,
    retired: row.dt_retired !== null,
    createdAt: row.dt_created,
  }));
}

export type NewSigningKey = Omit<SigningKeyRow, "retired">;

/**
 * Stores the key unless one that was made after `newerThan` is active: of several processes that come at once, one stores its
 * key. The keys before it sign no more.
 */
export async function insertSigningKey(store: Store, row: NewSigningKey, newerThan: Date): Promise<void> {
  await store.system.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('credenza signing key', 0))`.execute(tx);
    const active = tx.selectFrom("signing_keys").select("id").where("dt_retired", "is", null);
    if (await active.where("dt_created", ">", newerThan).executeTakeFirst()) return;
    await tx.updateTable("signing_keys").set({ dt_retired: row.createdAt }).where("dt_retired", "is", null).execute();
    await tx
      .insertInto("signing_keys")
      .values({
        id: row.kid,
        algorithm: row.algorithm,
        public_jwk: JSON.stringify(row.publicJwk),
        sealed_private_key: row.sealedPrivateKey,
        dt_created: row.createdAt,
      })
      .execute();
  });
}

/** Deletes keys that have signed nothing since `before`, so that no token made with them is valid any more. */
export async function deleteRetiredSigningKeys(store: Store, before: Date): Promise<void> {
  await store.system.deleteFrom("signing_keys").where("dt_retired", "<", before).execute();
}
