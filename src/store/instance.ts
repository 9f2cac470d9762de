import type { Kysely } from "kysely";
import type { Database } from "./schema.ts";

export interface Instance {
  rootKeyFingerprint: string;
  rootKeyCheck: string;
}

export async function findInstance(db: Kysely<Database>): Promise<Instance | undefined> {
  const row = await db.selectFrom("instance").selectAll().executeTakeFirst();
  return row && { rootKeyFingerprint: row.root_key_fingerprint, rootKeyCheck: row.root_key_check };
}

/** False when another process was first. */
export async function createInstance(db: Kysely<Database>, instance: Instance): Promise<boolean> {
  const result = await db
    .insertInto("instance")
    .values({ root_key_fingerprint: instance.rootKeyFingerprint, root_key_check: instance.rootKeyCheck })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}
