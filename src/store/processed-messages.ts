import type { Pool } from "pg";

export interface MessageKey {
  webhookId: string;
  id: string;
}

/** Marks accepted messages as processed; one that is marked, or gone, is left alone. One statement. */
export async function markProcessed(pool: Pool, keys: readonly MessageKey[]): Promise<void> {
  await pool.query({
    name: "mark-processed",
    text: `update incoming_messages m set processed_at = clock_timestamp()
      from unnest($1::uuid[], $2::uuid[]) as g (webhook_id, id)
      where m.webhook_id = g.webhook_id and m.id = g.id and m.processed_at is null`,
    values: [keys.map(({ webhookId }) => webhookId), keys.map(({ id }) => id)],
  });
}
