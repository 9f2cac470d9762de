import { type Kysely, sql } from "kysely";
import type { Database, Store } from "./db.ts";

export interface SigningKeyRow {
  kid: string;
  algorithm: string;
  publicJwk: Record<string, unknown>;
  sealedPrivateKey: string;
  retired: boolean;
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
  }));
}

/** Stores the key unless an active one is there: of several processes that start at once, one stores its key. */
export async function insertFirstSigningKey(store: Store, row: Omit<SigningKeyRow, "retired">): Promise<void> {
  await store.system.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('credenza signing key', 0))`.execute(tx);
    if ((await listSigningKeys(tx)).some((key) => !key.retired)) return;
    await tx
      .insertInto("signing_keys")
      .values({
        id: row.kid,
        algorithm: row.algorithm,
        public_jwk: JSON.stringify(row.publicJwk),
        sealed_private_key: row.sealedPrivateKey,
      })
      .execute();
  });
}
