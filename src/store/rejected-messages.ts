import type { Pool } from "pg";
import type { AcceptedMessage } from "./accepted-messages.ts";

export interface RejectedMessage extends Omit<AcceptedMessage, "dedupeKey" | "verdict"> {
  reason: string;
  verdict: string;
}

/** How many refused requests a webhook keeps, and for how many days. */
export const keptRejected = 200;
export const keptRejectedDays = 7;

/** Writes refused requests and drops what goes beyond the newest of each webhook. Two statements, however many there are. */
export async function insertRejected(pool: Pool, messages: readonly RejectedMessage[]): Promise<void> {
  const column = (name: keyof RejectedMessage): unknown[] => messages.map((message) => message[name]);
  await pool.query(
    `insert into incoming_messages (id, webhook_id, organization_id, status, provider_event_id, event_type, received_at,
       method, url, source_address, headers, sealed_headers, body, reason, verdict)
     select id, webhook_id, organization_id, 'REJECTED', event_id, event_type, to_timestamp(at_ms / 1000), method, url,
       source, headers::jsonb, sealed_headers, body, reason, verdict::jsonb
     from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::float8[], $7::text[], $8::text[],
       $9::text[], $10::text[], $11::text[], $12::bytea[], $13::text[], $14::text[])
       as g (id, webhook_id, organization_id, event_id, event_type, at_ms, method, url, source, headers, sealed_headers,
         body, reason, verdict)
     where exists (select from incoming_webhooks w where w.id = g.webhook_id)`,
    [
      ...(["id", "webhookId", "organizationId", "providerEventId", "eventType", "receivedAtMs", "method"] as const),
      ...(["url", "sourceAddress", "headers", "sealedHeaders", "body", "reason", "verdict"] as const),
    ].map(column),
  );
  await dropOldRejected(pool, [...new Set(messages.map(({ webhookId }) => webhookId))]);
}

async function dropOldRejected(pool: Pool, webhookIds: string[]): Promise<void> {
  await pool.query(
    `delete from incoming_messages m using (
       select webhook_id, (
         select r.id from incoming_messages r where r.webhook_id = w.webhook_id and r.status = 'REJECTED'
         order by r.id desc offset $2 limit 1
       ) as last_dropped from unnest($1::uuid[]) as w (webhook_id)
     ) cut
     where m.webhook_id = cut.webhook_id and m.status = 'REJECTED' and m.id <= cut.last_dropped`,
    [webhookIds, keptRejected],
  );
}
