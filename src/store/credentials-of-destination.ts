import type { Tx } from "./db.ts";

export async function newestOfDestination(tx: Tx, destination: string) {
  return tx
    .selectFrom("credentials")
    .select(["id", "destination"])
    .where("destination", "=", destination)
    .where("dt_deleted", "is", null)
    .where("status", "not in", ["PENDING", "DISABLED", "REVOKED"])
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
}
