import type { Pool } from "pg";

export interface TriggerMessage {
  id: string;
  webhookId: string;
  organizationId: string;
  receivedAt: Date;
  providerEventId: string | null;
  eventType: string | null;
  method: string;
  url: string;
  headers: [string, string][];
  body: Buffer;
}

/** The content of accepted messages, by primary key. One query. */
export async function readMessageBodies(
  pool: Pool,
  keys: readonly { id: string; webhookId: string }[],
): Promise<TriggerMessage[]> {
  const { rows } = await pool.query<TriggerMessage>({
    name: "read-message-bodies",
    text: `select m.id, m.webhook_id as "webhookId", m.organization_id as "organizationId", m.received_at as "receivedAt",
        m.provider_event_id as "providerEventId", m.event_type as "eventType", m.method, m.url, m.headers, m.body
      from unnest($1::uuid[], $2::uuid[]) as k (webhook_id, id)
      join incoming_messages m on m.webhook_id = k.webhook_id and m.id = k.id`,
    values: [keys.map(({ webhookId }) => webhookId), keys.map(({ id }) => id)],
  });
  return rows;
}

export async function readWorkflowOfWebhook(pool: Pool, webhookId: string): Promise<string | null> {
  const { rows } = await pool.query<{ workflow_id: string | null }>({
    name: "read-workflow-of-webhook",
    text: "select workflow_id from incoming_webhooks where id = $1",
    values: [webhookId],
  });
  return rows[0]?.workflow_id ?? null;
}
