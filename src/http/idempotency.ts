import type { FastifyRequest } from "fastify";
import type { Context } from "../context.ts";
import { Problem } from "../errors.ts";
import type { Tx } from "../store/db.ts";
import {
  claimIdempotencyKey,
  type EarlierRequest,
  type IdempotentRequest,
  releaseIdempotencyKey,
  storeAnswer,
} from "../store/idempotency.ts";
import { purposes } from "../vault/sealed-places.ts";

export interface Answer {
  status: number;
  /** JSON. */
  body: string;
}

/** One request with an Idempotency-Key. */
export type Once = Omit<IdempotentRequest, "requestMac"> & {
  requestMac: () => Promise<Buffer>;
  /** Whether it is the MAC of this request, also when the data key was replaced since. */
  isOfThis: (mac: Buffer) => Promise<boolean>;
};

/** Undefined without the header. */
export function onceOf(
  { vault }: Context,
  request: FastifyRequest,
  whose: Pick<IdempotentRequest, "organizationId" | "actorId" | "operation">,
): Once | undefined {
  const key = request.headers["idempotency-key"];
  if (request.method !== "POST" || key === undefined) return undefined;
  if (typeof key !== "string" || !/^[\x20-\x7e]{1,255}$/.test(key)) {
    throw new Problem("validation_failed", "Idempotency-Key must be 1 to 255 printable characters, once.");
  }
  const line = Buffer.from(`${request.method} ${request.url}\n`);
  const material = Buffer.concat([line, request.rawBody ?? Buffer.alloc(0)]);
  const { organizationId } = whose;
  return {
    ...whose,
    key,
    requestMac: () => vault.mac(organizationId, "idempotency", material),
    isOfThis: (mac) => vault.isMac(organizationId, "idempotency", material, mac),
  };
}

/** Runs the work, or gives the answer that the same key got before. Key, change and answer are one transaction. */
export async function answerOnce(
  context: Context,
  tx: Tx,
  once: Once | undefined,
  work: () => Promise<Answer>,
): Promise<Answer> {
  if (!once) return work();
  const request = { ...once, requestMac: await once.requestMac() };
  const earlier = await claimIdempotencyKey(tx, request);
  if (earlier) return earlierAnswer(context, once, earlier);
  const answer = await work();
  await storeAnswer(tx, request, { status: answer.status, sealedAnswer: await sealAnswer(context, request, answer) });
  return answer;
}

/** The same for work that calls out: the key is taken in a transaction of its own, and given back when the work fails. */
export async function answerOnceAroundCall(
  context: Context,
  once: (Once & { organizationId: string }) | undefined,
  work: () => Promise<Answer>,
): Promise<Answer> {
  if (!once) return work();
  const request = { ...once, requestMac: await once.requestMac() };
  const { inOrganization } = context.store;
  const earlier = await inOrganization(request.organizationId, (tx) => claimIdempotencyKey(tx, request));
  if (earlier) return earlierAnswer(context, once, earlier);
  try {
    const answer = await work();
    const sealedAnswer = await sealAnswer(context, request, answer);
    await inOrganization(request.organizationId, (tx) =>
      storeAnswer(tx, request, { status: answer.status, sealedAnswer }),
    );
    return answer;
  } catch (error) {
    await inOrganization(request.organizationId, (tx) => releaseIdempotencyKey(tx, request));
    throw error;
  }
}

export async function earlierAnswer(context: Context, request: Once, earlier: EarlierRequest): Promise<Answer> {
  if (earlier.operation !== request.operation || !(await request.isOfThis(earlier.requestMac))) {
    throw new Problem("idempotency_key_reused", "This Idempotency-Key was used with another request. Use a new key.");
  }
  if (earlier.status === null || earlier.sealedAnswer === null) {
    throw new Problem("request_in_progress", "The first request with this Idempotency-Key has not finished.");
  }
  const body = await context.vault.openBytes(request.organizationId, answerPurpose(request), earlier.sealedAnswer);
  return { status: earlier.status, body: body.toString("utf8") };
}

const sealAnswer = (context: Context, request: IdempotentRequest, answer: Answer): Promise<string> =>
  context.vault.sealBytes(request.organizationId, answerPurpose(request), Buffer.from(answer.body));

const answerPurpose = ({ actorId, key }: Pick<IdempotentRequest, "actorId" | "key">): string =>
  purposes.answer(actorId, key);
