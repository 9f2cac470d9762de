import type { FastifyRequest } from "fastify";
import type { Context } from "../context.ts";
import type { Tx } from "../store/db.ts";
import { findIdempotencyKey } from "../store/idempotency.ts";
import { answerOnce, earlierAnswer, type Once, onceOf } from "./idempotency.ts";

export interface OutsideWork<Prepared, Value> {
  /** Whose Idempotency-Key it is; undefined: nobody's, so none is heeded. */
  actorId: string | undefined;
  operation: string;
  /** What is checked and computed before the transaction begins. */
  prepare: () => Promise<Prepared>;
  /** Gives what JSON can hold; kept sealed for 24 hours, so it may be a secret. */
  work: (tx: Tx, prepared: Prepared) => Promise<Value>;
}

/** A POST that stands outside organizations: done once for an Idempotency-Key, and its value given again. */
export async function onceOutside<Prepared, Value>(
  context: Context,
  request: FastifyRequest,
  { actorId, operation, prepare, work }: OutsideWork<Prepared, Value>,
): Promise<Value> {
  const once =
    actorId === undefined ? undefined : onceOf(context, request, { organizationId: null, actorId, operation });
  const before = await earlierValue<Value>(context, once);
  if (before) return before.value;
  const prepared = await prepare().then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ("error" in prepared) {
    const meanwhile = await earlierValue<Value>(context, once);
    if (meanwhile) return meanwhile.value;
    throw prepared.error;
  }
  return context.store.system.transaction().execute(async (tx) => {
    const answer = await answerOnce(context, tx, once, async () => ({
      status: 200,
      body: JSON.stringify(await work(tx, prepared.value)),
    }));
    return JSON.parse(answer.body) as Value;
  });
}

async function earlierValue<Value>(context: Context, once: Once | undefined): Promise<{ value: Value } | undefined> {
  const earlier = once && (await findIdempotencyKey(context.store.system, once));
  if (!earlier) return undefined;
  const { body } = await earlierAnswer(context, once, earlier);
  return { value: JSON.parse(body) as Value };
}
