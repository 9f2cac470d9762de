import type { Context } from "../../context.ts";
import { newId } from "../../crypto/ids.ts";
import type { IncomingWebhookRules } from "../../define/verifications.ts";
import { Problem } from "../../errors.ts";
import type { AcceptedWriter, Stored } from "./accepted.ts";
import type { Check } from "./check.ts";
import type { Counts } from "./counts.ts";
import { type Endpoint, type Endpoints, toCheck } from "./endpoints.ts";
import { addressToConfirm, type Confirm, handshakeAnswer, type SenderAnswer } from "./handshake.ts";
import { identify } from "./identify.ts";
import type { RawRequest } from "./raw-request.ts";
import { keepRefused } from "./refuse.ts";
import type { RejectedWriter } from "./rejected.ts";
import { storeHeaders } from "./stored-headers.ts";
import { refusal, type Verdict } from "./verdict.ts";
import { verify } from "./verify.ts";

/** A request whose body has not been read. */
export interface Arrival extends Omit<RawRequest, "body"> {
  token: string;
  /** Reads at most so many bytes; undefined when there are more. */
  readBody(maxBytes: number): Promise<Buffer | undefined>;
}

export interface ReceiveParts extends Pick<Context, "config" | "vault" | "now" | "store" | "log" | "broker" | "live"> {
  confirm: Confirm;
  endpoints: Endpoints;
  accepted: AcceptedWriter;
  rejected: RejectedWriter;
  counts: Counts;
}

/**
 * Takes one request in. Resolves after the commit; throws the Problem that answers it: not_found, webhook_deactivated,
 * too_large, webhook_refused, unavailable, upstream_failed. A refusal is told without its reason.
 */
export async function receive(parts: ReceiveParts, arrival: Arrival): Promise<Received> {
  const endpoint = await parts.endpoints.find(arrival.token);
  if (!endpoint) throw new Problem("not_found", "There is no webhook at this URL.");
  if (!endpoint.active) throw new Problem("webhook_deactivated");

  const body = await arrival.readBody(parts.config.maxWebhookBytes);
  if (!body) throw new Problem("too_large", `The body may have ${parts.config.maxWebhookBytes} bytes.`);
  const { token: _token, readBody: _readBody, ...head } = arrival;
  const outcome = await judgeAndStore(parts, endpoint, { ...head, body });
  if (!("refusedId" in outcome)) return outcome;
  throw outcome.isUndecided
    ? new Problem("unavailable", undecided, { retryAfterSeconds: 60 })
    : new Problem("webhook_refused");
}

const undecided = "What the check needs could not be fetched. Send the request again later.";

/** What became of a request, and what its sender hears when it is not the message's id. */
export type Received = (Stored & { answer?: SenderAnswer }) | { answer: SenderAnswer };

/** A request that was not accepted; null when it was not kept either. */
export interface Refusal {
  refusedId: string | null;
  /** Nothing was wrong with it that is known; sent again, it may be taken. */
  isUndecided: boolean;
}

/** The steps after the body is read, for a webhook that is known and active. */
export async function judgeAndStore(
  parts: ReceiveParts,
  endpoint: Endpoint,
  request: RawRequest,
): Promise<Received | Refusal> {
  const nowMs = parts.now();
  const check = toCheck(endpoint, request, parts.config.publicUrl, nowMs);
  const verdict = await judgeCheck(endpoint, check);
  if (!verdict.accepted || !endpoint.rules) {
    return refuse(parts, endpoint, request, verdict, nowMs);
  }
  const { rules } = endpoint;
  const handshake = handshakeAnswer(rules, check, verdict);
  if (handshake) return { answer: handshake };
  const address = addressToConfirm(rules, check, verdict);
  if (address === "elsewhere") return refuse(parts, endpoint, request, confirmsElsewhere, nowMs);
  if (address) return { answer: await parts.confirm(address) };
  const stored = await store(parts, endpoint, rules, request, verdict, nowMs);
  parts.live.touch(endpoint.organizationId, "incomingwebhook");
  if (!stored.isDuplicate) parts.counts.add(endpoint, "accepted", nowMs);
  if (endpoint.credential) parts.broker.countUse(endpoint.credential);
  if (rules.answer === undefined) return stored;
  return { ...stored, answer: { status: 200, contentType: "text/plain", body: rules.answer } };
}

const confirmsElsewhere = refusal("Address to confirm", "the address to confirm is not the sender's", {
  expected: "https, on a host of the sender",
  received: "another address",
});

function refuse(
  parts: ReceiveParts,
  endpoint: Endpoint,
  request: RawRequest,
  verdict: Verdict,
  nowMs: number,
): Refusal {
  parts.live.touch(endpoint.organizationId, "incomingwebhook");
  const refusedId = keepRefused(parts, endpoint, request, verdict, nowMs);
  return { refusedId, isUndecided: verdict.isUndecided };
}

export async function judge(
  parts: Pick<ReceiveParts, "config">,
  endpoint: Endpoint,
  request: RawRequest,
  nowMs: number,
): Promise<Verdict> {
  return judgeCheck(endpoint, toCheck(endpoint, request, parts.config.publicUrl, nowMs));
}

async function judgeCheck({ rules, unusable }: Endpoint, check: Check): Promise<Verdict> {
  if (!rules) return refusal("Credential", unusable ?? "the credential cannot verify requests");
  return verify(rules.verification, check);
}

async function store(
  { vault, accepted }: ReceiveParts,
  endpoint: Endpoint,
  rules: IncomingWebhookRules,
  request: RawRequest,
  verdict: Verdict,
  nowMs: number,
): Promise<Stored> {
  const event = identify(rules, request, verdict);
  const id = newId();
  const { organizationId, webhookId } = endpoint;
  const { headers, sealedHeaders } = await storeHeaders(vault, { id, organizationId }, request.rawHeaders);
  const windowMs = (endpoint.settings.windowSeconds ?? rules.windowSeconds ?? 300) * 1000;
  return accepted.add(
    {
      id,
      webhookId,
      organizationId,
      dedupeKey: event.dedupeKey,
      providerEventId: event.eventId,
      eventType: event.eventType,
      receivedAtMs: nowMs,
      method: request.method,
      url: request.target,
      sourceAddress: request.sourceAddress,
      headers,
      sealedHeaders,
      body: request.body,
      verdict: verdict.usedEarlierSecret ? JSON.stringify(storedVerdict(verdict)) : null,
    },
    event.isLasting ? undefined : windowMs,
  );
}

export const storedVerdict = ({ accepted, reason, steps }: Verdict) => ({ accepted, reason, steps });
