import type { Context } from "../../context.ts";
import { Problem } from "../../errors.ts";
import type { AnswerHeaders, NetworkFailure } from "../../net/network.ts";
import { readRetryAfter } from "../../net/retry-after.ts";
import type { ClaimedDelivery } from "../../store/delivery-queue.ts";
import type { AttemptResult } from "../../store/delivery-results.ts";
import { chainHeader } from "../../workflows/triggers/chain.ts";
import { signMessage } from "./message-signature.ts";
import { delayAfter, holdAfter } from "./schedule.ts";
import { type SigningCredential, signOutgoing } from "./sign.ts";

type Parts = Pick<Context, "network" | "broker" | "now">;

const timeoutMs = 20_000;
const keptBodyBytes = 4096;
const readBodyBytes = 65_536;
const keptHeaders = 30;
const keptHeaderLength = 500;
const sealed = /^(x-m3ter-signature|webhook-signature|signature)$/i;
const hiddenAnswer = /^(set-cookie|authorization|proxy-authenticate|www-authenticate)$/i;

interface Heard {
  status: number | null;
  error: string | null;
  headers: AnswerHeaders;
  body: Buffer;
}

/** One try: signs anew, sends, and judges the answer. Never rejects; what went wrong is in the result. */
export async function attemptDelivery(parts: Parts, delivery: ClaimedDelivery): Promise<AttemptResult> {
  const startedMs = parts.now();
  const started = performance.now();
  let requestHeaders: [string, string][] = [];
  let heard: Heard;
  try {
    requestHeaders = await signedHeaders(parts, delivery, startedMs);
    heard = await send(parts, delivery, requestHeaders);
  } catch (error) {
    heard = { status: null, error: reasonOf(error), headers: {}, body: Buffer.alloc(0) };
  }
  const durationMs = Math.round(performance.now() - started);
  return { ...judge(delivery, heard, startedMs), durationMs, requestHeaders: redactSent(requestHeaders) };
}

async function signedHeaders(
  { broker, now }: Parts,
  delivery: ClaimedDelivery,
  startedMs: number,
): Promise<[string, string][]> {
  if (delivery.credentialId === null) throw new Problem("credential_not_usable", "The webhook has no credential.");
  const { fields, secrets } = await broker.openForUse(delivery.organizationId, delivery.credentialId);
  const { secret } = secrets.current;
  if (!secret || fields.apiKey === undefined) throw new Problem("credential_not_usable");
  const earlier = secrets.previous.filter(({ validUntil }) => validUntil.getTime() > now());
  const others = earlier.flatMap(({ values }) => (values.secret ? [values.secret] : []));
  const credential: SigningCredential = { apiKey: fields.apiKey, secrets: [secret, ...others] };
  const message = { id: delivery.id, timestampSeconds: Math.floor(startedMs / 1000), body: delivery.body };
  const headers = {
    "Content-Type": "application/json",
    "User-Agent": "Credenza-Webhook/1",
    ...(delivery.depth > 0 ? { [chainHeader]: String(delivery.depth) } : {}),
    ...signOutgoing(message, credential),
    ...(delivery.messageSignature ? signMessage(message, delivery.url, credential) : {}),
  };
  return Object.entries(headers);
}

function send({ network }: Parts, delivery: ClaimedDelivery, headers: [string, string][]): Promise<Heard> {
  return new Promise((resolve) => {
    const heard: Heard = { status: null, error: null, headers: {}, body: Buffer.alloc(0) };
    const chunks: Buffer[] = [];
    let bytes = 0;
    const finish = (failure?: NetworkFailure): void => {
      clearTimeout(timer);
      const body = Buffer.concat(chunks).subarray(0, keptBodyBytes);
      if (heard.status === null) resolve({ ...heard, error: failure?.message ?? "There was no answer." });
      else resolve({ ...heard, body });
    };
    const exchange = network.exchange(
      {
        url: new URL(delivery.url),
        method: "POST",
        headers: headers.flat(),
        body: delivery.body,
        timeoutMs,
        idleTimeoutMs: timeoutMs,
      },
      {
        onHeaders: (status, answered) => {
          heard.status = status;
          heard.headers = answered;
        },
        onData: (chunk) => {
          if (bytes < keptBodyBytes) chunks.push(chunk);
          bytes += chunk.length;
          if (bytes > readBodyBytes) exchange.abort();
          return true;
        },
        onEnd: () => finish(),
        onFailure: finish,
      },
    );
    const timer = setTimeout(() => exchange.abort(), timeoutMs + 1000);
  });
}

function judge(
  delivery: ClaimedDelivery,
  heard: Heard,
  startedMs: number,
): Omit<AttemptResult, "durationMs" | "requestHeaders"> {
  const { status } = heard;
  const isDelivered = status !== null && status >= 200 && status < 300;
  const retryAfterMs = readRetryAfter([heard.headers["retry-after"]].flat()[0], startedMs);
  const delay =
    isDelivered || status === 410
      ? undefined
      : delayAfter(
          {
            attempts: delivery.attempts + 1,
            ageMs: startedMs - delivery.dtCreated.getTime(),
            retryAfterMs,
          },
          Math.random(),
        );
  const holdMs = delay === undefined ? 0 : holdAfter(status, retryAfterMs);
  return {
    id: delivery.id,
    organizationId: delivery.organizationId,
    webhookId: delivery.webhookId,
    outcome: isDelivered ? "DELIVERED" : delay === undefined ? "FAILED" : "WAITING",
    startedAt: new Date(startedMs),
    status,
    error: isDelivered ? null : (heard.error ?? wordsOf(status ?? 0)),
    responseHeaders: keepAnswered(heard.headers),
    responseBody: heard.body,
    nextAt: delay === undefined ? null : new Date(startedMs + delay),
    holdUntil: holdMs > 0 ? new Date(startedMs + holdMs) : null,
  };
}

function wordsOf(status: number): string {
  if (status === 410) return "The receiver answered 410: it wants no more. The webhook was switched off.";
  if (status === 429) return "The receiver answered 429: too many requests.";
  if (status >= 300 && status < 400) return `The receiver answered ${status}, a redirect. Redirects are not followed.`;
  return `The receiver answered ${status}.`;
}

const reasonOf = (error: unknown): string =>
  error instanceof Problem ? error.detail : "The request could not be made: check the URL and the credential.";

const redactSent = (headers: [string, string][]): [string, string][] =>
  headers.map(([name, value]) => [name, sealed.test(name) ? "[sealed]" : value]);

const keepAnswered = (headers: AnswerHeaders): [string, string][] =>
  Object.entries(headers)
    .flatMap(([name, value]) => [value ?? []].flat().map((one): [string, string] => [name, one]))
    .slice(0, keptHeaders)
    .map(([name, value]) => [
      name,
      hiddenAnswer.test(name) ? "[sealed]" : value.replaceAll("\0", "").slice(0, keptHeaderLength),
    ]);
