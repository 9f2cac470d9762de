import type { ExpressionBuilder, Kysely } from "kysely";
import type { Database, Tx } from "./db.ts";

export interface IdempotentRequest {
  /** null: the request stands outside organizations; then the transaction is of the owner's role. */
  organizationId: string | null;
  actorId: string;
  key: string;
  operation: string;
  requestMac: Buffer;
}

export interface EarlierRequest {
  operation: string;
  requestMac: Buffer;
  /** null: it has not answered yet. */
  status: number | null;
  sealedAnswer: string | null;
}

type KeyOf = Pick<IdempotentRequest, "organizationId" | "actorId" | "key">;

/** Takes the key for this request; gives the earlier request where the key was used already. Waits for one under way. */
export async function claimIdempotencyKey(tx: Tx, request: IdempotentRequest): Promise<EarlierRequest | undefined> {
  const inserted = await tx
    .insertInto("idempotency_keys")
    .values({
      organization_id: request.organizationId,
      actor_id: request.actorId,
      key: request.key,
      operation: request.operation,
      request_mac: request.requestMac,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return inserted.numInsertedOrUpdatedRows === 1n ? undefined : findIdempotencyKey(tx, request);
}

export function findIdempotencyKey(db: Kysely<Database>, key: KeyOf): Promise<EarlierRequest | undefined> {
  return db
    .selectFrom("idempotency_keys")
    .select(["operation", "request_mac as requestMac", "status", "sealed_answer as sealedAnswer"])
    .where(ofKey(key))
    .executeTakeFirst();
}

export async function storeAnswer(tx: Tx, key: KeyOf, answer: { status: number; sealedAnswer: string }): Promise<void> {
  await tx
    .updateTable("idempotency_keys")
    .set({ status: answer.status, sealed_answer: answer.sealedAnswer })
    .where(ofKey(key))
    .execute();
}

export async function releaseIdempotencyKey(tx: Tx, key: KeyOf): Promise<void> {
  await tx.deleteFrom("idempotency_keys").where(ofKey(key)).where("status", "is", null).execute();
}

/** `is not distinct from` would leave the index aside. */
const ofKey =
  ({ organizationId, actorId, key }: KeyOf) =>
  (row: ExpressionBuilder<Database, "idempotency_keys">) =>
    row.and([
      organizationId === null ? row("organization_id", "is", null) : row("organization_id", "=", organizationId),
      row("actor_id", "=", actorId),
      row("key", "=", key),
    ]);
