import type { Tx } from "./db.ts";

export interface IdempotentRequest {
  organizationId: string;
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
  if (inserted.numInsertedOrUpdatedRows === 1n) return undefined;
  return tx
    .selectFrom("idempotency_keys")
    .select(["operation", "request_mac as requestMac", "status", "sealed_answer as sealedAnswer"])
    .where("organization_id", "=", request.organizationId)
    .where("actor_id", "=", request.actorId)
    .where("key", "=", request.key)
    .executeTakeFirstOrThrow();
}

export async function storeAnswer(
  tx: Tx,
  request: IdempotentRequest,
  answer: { status: number; sealedAnswer: string },
): Promise<void> {
  await tx
    .updateTable("idempotency_keys")
    .set({ status: answer.status, sealed_answer: answer.sealedAnswer })
    .where("organization_id", "=", request.organizationId)
    .where("actor_id", "=", request.actorId)
    .where("key", "=", request.key)
    .execute();
}

export async function releaseIdempotencyKey(tx: Tx, request: IdempotentRequest): Promise<void> {
  await tx
    .deleteFrom("idempotency_keys")
    .where("organization_id", "=", request.organizationId)
    .where("actor_id", "=", request.actorId)
    .where("key", "=", request.key)
    .where("status", "is", null)
    .execute();
}
