import type { Pool } from "pg";

export interface IncomingCount {
  webhookId: string;
  organizationId: string;
  /** Start of the hour, Unix milliseconds. */
  hourMs: number;
  accepted: number;
  rejected: number;
}

/** Adds to the hourly counts: one statement, in the order of the keys so that two processes cannot block each other. */
export async function addIncomingCounts(pool: Pool, counts: readonly IncomingCount[]): Promise<void> {
  const column = (name: keyof IncomingCount): unknown[] => counts.map((count) => count[name]);
  await pool.query(
    `insert into incoming_counts as c (webhook_id, organization_id, hour, accepted, rejected)
     select webhook_id, organization_id, to_timestamp(hour_ms / 1000), accepted, rejected
     from unnest($1::uuid[], $2::uuid[], $3::float8[], $4::int[], $5::int[])
       as g (webhook_id, organization_id, hour_ms, accepted, rejected)
     order by webhook_id, hour_ms
     on conflict (webhook_id, hour) do update set
       accepted = c.accepted + excluded.accepted, rejected = c.rejected + excluded.rejected`,
    (["webhookId", "organizationId", "hourMs", "accepted", "rejected"] as const).map(column),
  );
}
