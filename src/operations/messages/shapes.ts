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

export const messageSummary = z.strictObject({ ...summaryMembers, verdict });

export const message = z.strictObject({
  ...summaryMembers,
  headers: z.array(z.tuple([z.string(), z.string()])),
  body: z.string(),
  bodyEncoding: z.enum(["utf-8", "base64"]),
  verdict,
});

type Checked = Pick<MessageRow, "verdict" | "headers" | "options" | "destination" | "type">;

/** Step by step; one of an accepted message is not stored, because it is always the same. */
const toVerdict = (registry: Registry, { verdict: stored, headers, options, destination, type }: Checked) =>
  stored ?? passedVerdict(registry.type(destination ?? "", type ?? "")?.incoming, options, headers);

export const toSummary = (
  registry: Registry,
  row: MessageSummaryRow,
  webhook: Pick<Checked, "options" | "destination" | "type">,
): z.input<typeof messageSummary> => ({ ...toMembers(row), verdict: toVerdict(registry, { ...row, ...webhook }) });

const toMembers = (row: Omit<MessageSummaryRow, "headers" | "verdict">) => ({
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
  return {
    ...toMembers(row),
    headers: row.headers,
    body: row.body.toString(isText ? "utf8" : "base64"),
    bodyEncoding: isText ? "utf-8" : "base64",
    verdict: toVerdict(registry, row),
  };
}

export const missingMessage = (): Problem => new Problem("not_found", "There is no message with this id.");

/** The message; of this webhook, when one is named. */
export async function requireMessage(tx: Tx, messageId: string, webhookId?: string): Promise<MessageRow> {
  const row = await findMessage(tx, messageId, webhookId);
  if (!row) throw missingMessage();
  return row;
}
