import { newId } from "../../crypto/ids.ts";
import type { RejectedMessage } from "../../store/rejected-messages.ts";
import { diagnose } from "./diagnosis/diagnose.ts";
import { type Endpoint, toCheck } from "./endpoints.ts";
import { identify } from "./identify.ts";
import type { RawRequest } from "./raw-request.ts";
import type { ReceiveParts } from "./receive.ts";
import { storeHeaders } from "./stored-headers.ts";
import type { Verdict } from "./verdict.ts";

/** Queues a refused request for its diagnosis and its row. The sender does not wait for either. Gives the row's id, or null when dropped. */
export function keepRefused(
  parts: ReceiveParts,
  endpoint: Endpoint,
  request: RawRequest,
  verdict: Verdict,
  nowMs: number,
): string | null {
  const id = newId();
  parts.counts.add(endpoint, "rejected", nowMs);
  const isKept = parts.rejected.add({
    webhookId: endpoint.webhookId,
    bodyBytes: request.body.length,
    toRow: () => toRow(parts, id, endpoint, request, verdict, nowMs),
  });
  return isKept ? id : null;
}

async function toRow(
  parts: ReceiveParts,
  id: string,
  endpoint: Endpoint,
  request: RawRequest,
  verdict: Verdict,
  nowMs: number,
): Promise<RejectedMessage> {
  const { organizationId, webhookId, rules } = endpoint;
  const event = rules ? identify(rules, request, verdict) : { eventId: null, eventType: null };
  const check = toCheck(endpoint, request, parts.config.publicUrl, nowMs);
  const steps = rules ? await diagnose(parts, endpoint, check, verdict) : verdict.steps;
  const reason = verdict.reason ?? "it could not be verified";
  return {
    id,
    webhookId,
    organizationId,
    providerEventId: event.eventId,
    eventType: event.eventType,
    receivedAtMs: nowMs,
    method: request.method,
    url: request.target,
    sourceAddress: request.sourceAddress,
    ...(await storeHeaders(parts.vault, { id, organizationId }, request.rawHeaders)),
    body: request.body,
    reason,
    verdict: JSON.stringify({ accepted: false, reason, steps }),
  };
}
