import type { Kysely } from "kysely";
import type { Database, Tx } from "./db.ts";

const columns = [
  "id",
  "access_key_id as accessKeyId",
  "status",
  "last_used_at as lastUsedAt",
  "dt_created as dtCreated",
  "created_by as createdBy",
] as const;

export interface AccessKey {
  id: string;
  accessKeyId: string;
  status: "ACTIVE" | "INACTIVE";
  lastUsedAt: Date | null;
  dtCreated: Date;
  createdBy: string | null;
}

export interface NewAccessKey {
  id: string;
  organizationId: string;
  serviceUserId: string;
  accessKeyId: string;
  /** SHA-256 of the API secret. */
  secretHash: Buffer;
  actorId: string | null;
}

export async function insertAccessKey(db: Kysely<Database>, key: NewAccessKey): Promise<AccessKey> {
  return db
    .insertInto("access_keys")
    .values({
      id: key.id,
      organization_id: key.organizationId,
      service_user_id: key.serviceUserId,
      access_key_id: key.accessKeyId,
      secret_hash: key.secretHash,
      status: "ACTIVE",
      created_by: key.actorId,
    })
    .returning(columns)
    .executeTakeFirstOrThrow();
}

/** Newest first. */
export async function listAccessKeys(tx: Tx, serviceUserId: string): Promise<AccessKey[]> {
  return tx
    .selectFrom("access_keys")
    .select(columns)
    .where("service_user_id", "=", serviceUserId)
    .orderBy("id", "desc")
    .execute();
}

interface KeyPlace {
  serviceUserId: string;
  id: string;
}

export async function setAccessKeyStatus(
  tx: Tx,
  place: KeyPlace,
  status: AccessKey["status"],
): Promise<AccessKey | undefined> {
  return tx
    .updateTable("access_keys")
    .set({ status })
    .where("id", "=", place.id)
    .where("service_user_id", "=", place.serviceUserId)
    .returning(columns)
    .executeTakeFirst();
}

export async function lockAccessKey(tx: Tx, place: KeyPlace): Promise<AccessKey | undefined> {
  return tx
    .selectFrom("access_keys")
    .select(columns)
    .where("id", "=", place.id)
    .where("service_user_id", "=", place.serviceUserId)
    .forUpdate()
    .executeTakeFirst();
}

export async function deleteAccessKey(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom("access_keys").where("id", "=", id).execute();
}

export interface KeyForSignIn {
  id: string;
  organizationId: string;
  serviceUserId: string;
  secretHash: Buffer;
  status: AccessKey["status"];
}

/** Across organizations: the access key id is all that a client of `/oauth/token` says of itself. */
export async function findKeyForSignIn(db: Kysely<Database>, accessKeyId: string): Promise<KeyForSignIn | undefined> {
  return db
    .selectFrom("access_keys")
    .select([
      "id",
      "organization_id as organizationId",
      "service_user_id as serviceUserId",
      "secret_hash as secretHash",
      "status",
    ])
    .where("access_key_id", "=", accessKeyId)
    .executeTakeFirst();
}

export async function markKeyUsed(db: Kysely<Database>, id: string, nowMs: number): Promise<void> {
  await db
    .updateTable("access_keys")
    .set({ last_used_at: new Date(nowMs) })
    .where("id", "=", id)
    .execute();
}
