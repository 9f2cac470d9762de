import { Problem } from "../../errors.ts";
import {
  acceptRejected,
  endpointOf,
  findMessage,
  type MessageRow,
  storeRefusal,
} from "../../store/incoming-messages.ts";
import type { StoredVerdict } from "../../store/schema.ts";
import { diagnose } from "./diagnosis/diagnose.ts";
import { toCheck } from "./endpoints.ts";
import { identify } from "./identify.ts";
import type { RawRequest } from "./raw-request.ts";
import { judge, type ReceiveParts, storedVerdict } from "./receive.ts";
import { openHeaders } from "./stored-headers.ts";

export interface VerifiedAgain {
  messageId: string;
  verdict: StoredVerdict;
}

/**
 * Judges a stored message with the secrets and settings of now and the clock of its arrival. A refused one that passes
 * becomes accepted and gets its job. Undefined: there is no such message. Throws already_exists when another message of
 * the same event was accepted since.
 */
export async function verifyAgain(
  parts: ReceiveParts,
  organizationId: string,
  messageId: string,
): Promise<VerifiedAgain | undefined> {
  const { inOrganization } = parts.store;
  const message = await inOrganization(organizationId, (tx) => findMessage(tx, messageId));
  if (!message) return undefined;
  const endpoint = await parts.endpoints.load(endpointOf(message));
  const request = await toRequest(parts, message);
  const atMs = message.received_at.getTime();
  const verdict = await judge(parts, endpoint, request, atMs);
  if (!verdict.accepted || !endpoint.rules) {
    const check = toCheck(endpoint, request, parts.config.publicUrl, atMs);
    const refused = { ...storedVerdict(verdict), steps: await diagnose(parts, endpoint, check, verdict) };
    await inOrganization(organizationId, (tx) => storeRefusal(tx, message, refused));
    return { messageId, verdict: refused };
  }
  const stored = storedVerdict(verdict);
  if (message.status === "ACCEPTED") return { messageId, verdict: stored };
  const { dedupeKey, eventId, eventType } = identify(endpoint.rules, request, verdict);
  const same = await inOrganization(organizationId, (tx) =>
    acceptRejected(tx, message, { dedupeKey, providerEventId: eventId, eventType, verdict: stored }),
  ).catch(alreadyAccepted);
  if (same !== null)
    throw new Problem("already_exists", "Another message of the same event has been accepted already.");
  parts.counts.add(endpoint, "accepted", parts.now());
  return { messageId, verdict: stored };
}

export async function toRequest(parts: Pick<ReceiveParts, "vault">, message: MessageRow): Promise<RawRequest> {
  return {
    method: message.method,
    target: message.url,
    rawHeaders: await openHeaders(parts.vault, message),
    body: message.body,
    sourceAddress: message.source_address,
  };
}

/** Two checks at once: the unique key lets one of them in. */
function alreadyAccepted(error: unknown): string {
  if ((error as { code?: unknown }).code === "23505") return "another";
  throw error;
}
