import type { Kysely } from "kysely";
import type { Database } from "./db.ts";

export interface SessionRow {
  userId: string;
  lastSeenMs: number;
  expiresMs: number;
}

export async function insertSession(
  db: Kysely<Database>,
  session: SessionRow & { tokenHash: Buffer; userAgent: string | null },
): Promise<void> {
  const lastSeen = new Date(session.lastSeenMs);
  await db
    .insertInto("sessions")
    .values({
      token_hash: session.tokenHash,
      user_id: session.userId,
      user_agent: session.userAgent,
      dt_created: lastSeen,
      dt_last_seen: lastSeen,
      dt_expires: new Date(session.expiresMs),
    })
    .execute();
}

export async function findSession(db: Kysely<Database>, tokenHash: Buffer): Promise<SessionRow | undefined> {
  const row = await db
    .selectFrom("sessions")
    .select(["user_id", "dt_last_seen", "dt_expires"])
    .where("token_hash", "=", tokenHash)
    .executeTakeFirst();
  return row && { userId: row.user_id, lastSeenMs: row.dt_last_seen.getTime(), expiresMs: row.dt_expires.getTime() };
}

export async function touchSession(db: Kysely<Database>, tokenHash: Buffer, nowMs: number): Promise<void> {
  await db
    .updateTable("sessions")
    .set({ dt_last_seen: new Date(nowMs) })
    .where("token_hash", "=", tokenHash)
    .execute();
}

/** The user whose session it was. */
export async function deleteSession(db: Kysely<Database>, tokenHash: Buffer): Promise<string | undefined> {
  const row = await db
    .deleteFrom("sessions")
    .where("token_hash", "=", tokenHash)
    .returning("user_id")
    .executeTakeFirst();
  return row?.user_id;
}

export async function deleteSessionsOf(db: Kysely<Database>, userId: string, except?: Buffer): Promise<void> {
  let remove = db.deleteFrom("sessions").where("user_id", "=", userId);
  if (except) remove = remove.where("token_hash", "!=", except);
  await remove.execute();
}
