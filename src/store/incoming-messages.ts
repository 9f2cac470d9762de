import { sql } from "kysely";
import { processMessageTask } from "./accepted-messages.ts";
import type { Tx } from "./db.ts";
import type { EndpointRow } from "./incoming-endpoints.ts";
import { decodeCursor, toPage } from "./paging.ts";
import type { StoredVerdict } from "./schema.ts";

const summaryColumns = [
  ...(["m.id", "m.webhook_id", "m.status", "m.received_at", "m.provider_event_id"] as const),
  ...(["m.event_type", "m.method", "m.reason", "m.source_address", "m.duplicates", "m.replay_of"] as const),
  "p.processed_at",
] as const;

const sizeBytes = sql<number>`octet_length(m.body)`;

export interface MessageQuery {
  status?: "ACCEPTED" | "REJECTED";
  pageSize: number;
  nextToken?: string;
}

/** Newest first, by the primary key; bodies are not read. */
export async function listMessages(tx: Tx, webhookId: string, query: MessageQuery) {
  let select = tx
    .selectFrom("incoming_messages as m")
    .leftJoin("processed_messages as p", "p.message_id", "m.id")
    .select(summaryColumns)
    .select(["m.headers", "m.verdict"])
    .select(sizeBytes.as("size_bytes"))
    .where("m.webhook_id", "=", webhookId)
    .orderBy("m.id", "desc")
    .limit(query.pageSize + 1);
  if (query.status) select = select.where("m.status", "=", query.status);
  if (query.nextToken) select = select.where("m.id", "<", decodeCursor(query.nextToken).id);
  return toPage(
    await select.execute(),
    query.pageSize,
    (row) => row,
    ({ id }) => ({ id }),
  );
}

/** With its webhook's settings. By primary keys: the webhook narrows it where the caller knows it. */
export async function findMessage(tx: Tx, messageId: string, webhookId?: string) {
  let select = tx
    .selectFrom("incoming_webhooks as w")
    .innerJoin("incoming_messages as m", "m.webhook_id", "w.id")
    .leftJoin("processed_messages as p", "p.message_id", "m.id")
    .leftJoin("credentials as c", "c.id", "w.credential_id")
    .select(summaryColumns)
    .select(["m.organization_id", "m.url", "m.headers", "m.sealed_headers", "m.body", "m.verdict"])
    .select(["w.active", "w.credential_id", "w.options", "c.destination", "c.type"])
    .select(sizeBytes.as("size_bytes"))
    .where("m.id", "=", messageId);
  if (webhookId) select = select.where("w.id", "=", webhookId);
  return select.executeTakeFirst();
}

export type MessageRow = NonNullable<Awaited<ReturnType<typeof findMessage>>>;
export type MessageSummaryRow = Awaited<ReturnType<typeof listMessages>>["data"][number];

export const endpointOf = (message: MessageRow): EndpointRow => ({
  id: message.webhook_id,
  organizationId: message.organization_id,
  active: message.active,
  credentialId: message.credential_id,
  options: message.options,
});

/** A new message with the content of an accepted one, and its job. The sealed headers are bound to the id, so they are given anew. */
export async function copyMessage(
  tx: Tx,
  original: MessageRow,
  copy: { id: string; receivedAt: Date; sealedHeaders: string | null },
): Promise<void> {
  await tx
    .insertInto("incoming_messages")
    .values({
      id: copy.id,
      webhook_id: original.webhook_id,
      organization_id: original.organization_id,
      status: "ACCEPTED",
      dedupe_key: null,
      provider_event_id: original.provider_event_id,
      event_type: original.event_type,
      received_at: copy.receivedAt,
      method: original.method,
      url: original.url,
      source_address: original.source_address,
      headers: JSON.stringify(original.headers),
      sealed_headers: copy.sealedHeaders,
      body: original.body,
      verdict: original.verdict === null ? null : JSON.stringify(original.verdict),
      replay_of: original.replay_of ?? original.id,
    })
    .execute();
  await enqueueMessage(tx, { ...original, id: copy.id });
}

export interface AcceptedAfterAll {
  dedupeKey: string;
  providerEventId: string | null;
  eventType: string | null;
  verdict: StoredVerdict;
}

/** Gives the id of the message that has the same key already, or null after the change; then its job is there too. */
export async function acceptRejected(tx: Tx, message: MessageRow, found: AcceptedAfterAll): Promise<string | null> {
  const dedupeKey = Buffer.from(found.dedupeKey, "hex");
  const same = await tx
    .selectFrom("incoming_messages")
    .select("id")
    .where("webhook_id", "=", message.webhook_id)
    .where("dedupe_key", "=", dedupeKey)
    .executeTakeFirst();
  if (same) return same.id;
  const { numUpdatedRows } = await tx
    .updateTable("incoming_messages")
    .set({
      status: "ACCEPTED",
      dedupe_key: dedupeKey,
      provider_event_id: found.providerEventId,
      event_type: found.eventType,
      reason: null,
      verdict: JSON.stringify(found.verdict),
    })
    .where("webhook_id", "=", message.webhook_id)
    .where("id", "=", message.id)
    .where("status", "=", "REJECTED")
    .executeTakeFirst();
  if (numUpdatedRows > 0n) await enqueueMessage(tx, message);
  return null;
}

export async function storeRefusal(tx: Tx, message: MessageRow, verdict: StoredVerdict): Promise<void> {
  await tx
    .updateTable("incoming_messages")
    .set({ reason: verdict.reason, verdict: JSON.stringify(verdict) })
    .where("webhook_id", "=", message.webhook_id)
    .where("id", "=", message.id)
    .where("status", "=", "REJECTED")
    .execute();
}

async function enqueueMessage(
  tx: Tx,
  message: Pick<MessageRow, "id" | "webhook_id" | "organization_id">,
): Promise<void> {
  const payload = JSON.stringify([
    { id: message.id, webhookId: message.webhook_id, organizationId: message.organization_id },
  ]);
  await sql`select enqueue_job(${processMessageTask}, ${payload}::json, null, null)`.execute(tx);
}
