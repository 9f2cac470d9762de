import type { Pool } from "pg";

/** A delivery that this process holds for an attempt. */
export interface ClaimedDelivery {
  id: string;
  organizationId: string;
  webhookId: string;
  body: Buffer;
  /** Those that are over. */
  attempts: number;
  dtCreated: Date;
  /** How many workflows started each other until this message. */
  depth: number;
  url: string;
  credentialId: string | null;
  concurrency: number;
  requestsPerSecond: number | null;
  messageSignature: boolean;
}

export interface Claim {
  worker: string;
  leaseMs: number;
  /** What the clock of the process is ahead of the database's: 0 but in tests. */
  aheadMs: number;
  perWebhook: number;
  /** Webhook id -> how many more it may have, where that is not `perWebhook`. */
  room: Record<string, number>;
}

/**
 * Leases what is due, each webhook its own share, so a long backlog of one never keeps another waiting.
 * One statement; an index probe for each active webhook.
 */
export async function claimDeliveries(pool: Pool, claim: Claim): Promise<ClaimedDelivery[]> {
  const { rows } = await pool.query<ClaimedDelivery>({
    name: "claim-deliveries",
    text: `with clock as materialized (select clock_timestamp() + make_interval(secs => $3::float / 1000) as now),
     due as (
       select d.id, w.url, w.credential_id, w.concurrency, w.requests_per_second, w.message_signature
       from clock, outgoing_webhooks w
       cross join lateral (
         select id from deliveries d
         where d.webhook_id = w.id and d.due_at <= (select now from clock)
           and (d.ordering_key is null or not exists (
             select from deliveries e where e.webhook_id = d.webhook_id and e.ordering_key = d.ordering_key
               and e.due_at is not null and e.id < d.id))
         order by d.due_at limit coalesce(($5::jsonb ->> w.id::text)::int, $4) for update skip locked
       ) d
       where w.active and w.dt_paused is null and (w.held_until is null or w.held_until <= clock.now)
     )
     update deliveries d set leased_by = $1, due_at = (select now from clock) + make_interval(secs => $2::float / 1000)
     from due where d.id = due.id
     returning d.id, d.organization_id as "organizationId", d.webhook_id as "webhookId", d.body, d.attempts,
       d.dt_created as "dtCreated", d.depth, due.url, due.credential_id as "credentialId", due.concurrency,
       due.requests_per_second as "requestsPerSecond", due.message_signature as "messageSignature"`,
    values: [claim.worker, claim.leaseMs, claim.aheadMs, claim.perWebhook, JSON.stringify(claim.room)],
  });
  return rows;
}

/** Keeps what takes long from being given to another process. */
export async function renewLeases(pool: Pool, ids: string[], claim: Omit<Claim, "perWebhook" | "room">): Promise<void> {
  if (ids.length === 0) return;
  await pool.query(
    `update deliveries set due_at = clock_timestamp() + make_interval(secs => $3::float / 1000)
     where id in (
       select id from deliveries where id = any($1) and leased_by = $2 and status = 'WAITING' for update skip locked
     )`,
    [ids, claim.worker, claim.leaseMs + claim.aheadMs],
  );
}

/** Gives back what was not begun: when the process stops, or the receiver asks to wait. */
export async function releaseDeliveries(pool: Pool, ids: string[], worker: string, aheadMs: number): Promise<void> {
  if (ids.length === 0) return;
  await pool.query(
    `update deliveries set leased_by = null, due_at = clock_timestamp() + make_interval(secs => $3::float / 1000)
     where id = any($1) and leased_by = $2 and status = 'WAITING'`,
    [ids, worker, aheadMs],
  );
}

/** Milliseconds until something is due; undefined: nothing waits. */
export async function nextDueMs(pool: Pool, aheadMs: number): Promise<number | undefined> {
  const { rows } = await pool.query<{ ms: number | null }>(
    `select (extract(epoch from min(greatest(d.due_at, w.held_until)) - clock_timestamp()) * 1000 - $1::float)::float as ms
     from outgoing_webhooks w cross join lateral (
       select due_at from deliveries d where d.webhook_id = w.id and d.due_at is not null order by due_at limit 1
     ) d where w.active and w.dt_paused is null`,
    [aheadMs],
  );
  return rows[0]?.ms ?? undefined;
}
