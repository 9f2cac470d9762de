import { isUtf8 } from "node:buffer";
import { z } from "zod";
import type { Registry } from "../../define/registry.ts";
import { Problem } from "../../errors.ts";
import type { Tx } from "../../store/db.ts";
import { findMessage, type MessageRow, type MessageSummaryRow } from "../../store/incoming-messages.ts";
import { passedVerdict } from "../../webhooks/incoming/passed-steps.ts";
import * as shapes from "../shapes.ts";

export const messageParams = z.object({ id: shapes.id, messageId: shapes.id });

const summaryMembers = {
  id: shapes.outputId,
  webhookId: shapes.outputId,
  status: z.enum(["ACCEPTED", "REJECTED"]),
  processed: z.boolean(),
  processedAt: shapes.time.nullable(),
  receivedAt: shapes.time,
  providerEventId: z.string().nullable(),
  eventType: z.string().nullable(),
  method: z.string(),
  sizeBytes: z.int(),
  reason: z.string().nullable(),
  sourceAddress: z.string().nullable(),
  duplicates: z.int(),
  replayOf: shapes.outputId.nullable(),
};

export const verdict = z.strictObject({
  accepted: z.boolean(),
  reason: z.string().nullable(),
  steps: z.array(
    z.strictObject({
      check: z.string(),
      passed: z.boolean().nullable(),
      expected: z.string().optional(),
      received: z.string().optional(),
      likelyCause: z.string().optional(),
    }),
  ),
});

export const messageSummary = z.strictObject(summaryMembers);

export const message = z.strictObject({
  ...summaryMembers,
  headers: z.array(z.tuple([z.string(), z.string()])),
  body: z.string(),
  bodyEncoding: z.enum(["utf-8", "base64"]),
  verdict,
});

export const toSummary = (row: MessageSummaryRow): z.input<typeof messageSummary> => ({
  id: row.id,
  webhookId: row.webhook_id,
  status: row.status,
  processed: row.processed_at !== null,
  processedAt: row.processed_at?.toISOString() ?? null,
  receivedAt: row.received_at.toISOString(),
  providerEventId: row.provider_event_id,
  eventType: row.event_type,
  method: row.method,
  sizeBytes: row.size_bytes,
  reason: row.reason,
  sourceAddress: row.source_address,
  duplicates: row.duplicates,
  replayOf: row.replay_of,
});

export function toMessage(registry: Registry, row: MessageRow): z.input<typeof message> {
  const isText = isUtf8(row.body);
  const rules = registry.type(row.destination ?? "", row.type ?? "")?.incoming;
  return {
    ...toSummary(row),
    headers: row.headers,
    body: row.body.toString(isText ? "utf8" : "base64"),
    bodyEncoding: isText ? "utf-8" : "base64",
    verdict: row.verdict ?? passedVerdict(rules, row.options, row.headers),
  };
}

export const missingMessage = (): Problem => new Problem("not_found", "There is no message with this id.");

/** The message; of this webhook, when one is named. */
export async function requireMessage(tx: Tx, messageId: string, webhookId?: string): Promise<MessageRow> {
  const row = await findMessage(tx, messageId, webhookId);
  if (!row) throw missingMessage();
  return row;
}
