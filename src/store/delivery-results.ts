import type { Pool } from "pg";
import type { DeliveryStatus } from "./delivery-tables.ts";

export interface AttemptResult {
  id: string;
  organizationId: string;
  webhookId: string;
  /** WAITING: there will be another attempt. */
  outcome: DeliveryStatus;
  startedAt: Date;
  durationMs: number;
  status: number | null;
  /** In plain words; null when it was delivered. */
  error: string | null;
  requestHeaders: [string, string][];
  responseHeaders: [string, string][];
  responseBody: Buffer;
  nextAt: Date | null;
  /** The receiver asked for no message at all before. */
  holdUntil: Date | null;
}

export interface FailingWebhook {
  id: string;
  organizationId: string;
  /** Its receiver answered 410: it wants no more. Else it failed for so long that it is paused. */
  isGone: boolean;
}

/**
 * Stores attempts and what they mean for their deliveries, for the counts and for the webhooks: one statement, all or
 * nothing. A delivery that another process has finished meanwhile keeps its end. Gives the webhooks that are to be paused or switched off:
 * they are given again with each failure until they are.
 */
export async function recordAttempts(
  pool: Pool,
  results: AttemptResult[],
  pauseAfterMs: number,
): Promise<FailingWebhook[]> {
  const column = <T>(pick: (result: AttemptResult) => T): T[] => results.map(pick);
  const { rows } = await pool.query<FailingWebhook>({
    name: "record-attempts",
    text: statement,
    values: [
      column(({ id }) => id),
      column(({ outcome }) => outcome),
      column(({ startedAt }) => startedAt),
      column(({ durationMs }) => durationMs),
      column(({ status }) => status),
      column(({ error }) => error),
      column(({ requestHeaders }) => JSON.stringify(requestHeaders)),
      column(({ responseHeaders }) => JSON.stringify(responseHeaders)),
      column(({ responseBody }) => responseBody),
      column(({ nextAt }) => nextAt),
      column(({ holdUntil }) => holdUntil),
      pauseAfterMs,
    ],
  });
  return rows;
}

const statement = `with result as (
    select * from unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::int[], $5::int[], $6::text[], $7::jsonb[],
      $8::jsonb[], $9::bytea[], $10::timestamptz[], $11::timestamptz[])
      as r (id, outcome, started, duration, status, error, request_headers, response_headers, response_body, next_at,
        hold_until)
  ), changed as (
    update deliveries d set attempts = d.attempts + 1, status = r.outcome, due_at = r.next_at, leased_by = null,
      last_status = r.status, last_error = r.error,
      dt_finished = case when r.outcome <> 'WAITING' then r.started end
    from result r where d.id = r.id and d.status = 'WAITING'
    returning d.id, d.organization_id, d.webhook_id, d.attempts
  ), stored as (
    insert into delivery_attempts (delivery_id, organization_id, number, dt_started, duration_ms, status, error,
      request_headers, response_headers, response_body, next_at)
    select c.id, c.organization_id, c.attempts, r.started, r.duration, r.status, r.error, r.request_headers,
      r.response_headers, r.response_body, r.next_at
    from changed c join result r on r.id = c.id
  ), counted as (
    insert into delivery_counts as n (webhook_id, organization_id, hour, delivered, failed)
    select c.webhook_id, c.organization_id, date_trunc('hour', r.started), count(*) filter (where r.error is null),
      count(*) filter (where r.error is not null)
    from changed c join result r on r.id = c.id group by 1, 2, 3 order by 1
    on conflict (webhook_id, hour)
      do update set delivered = n.delivered + excluded.delivered, failed = n.failed + excluded.failed
  ), health as (
    select c.webhook_id, bool_and(r.error is not null) as failed, min(r.started) as since,
      coalesce(bool_or(r.status = 410), false) as gone, max(r.hold_until) as hold
    from changed c join result r on r.id = c.id group by 1
  ), touched as (
    select w.id, h.failed, h.since, h.gone, h.hold,
      h.failed and h.since - w.failing_since >= make_interval(secs => $12::float / 1000) as pause
    from outgoing_webhooks w join health h on h.webhook_id = w.id
    where w.dt_paused is null
      and (h.failed <> (w.failing_since is not null) or h.gone or h.hold is not null
        or (h.failed and h.since - w.failing_since >= make_interval(secs => $12::float / 1000)))
    order by w.id for no key update of w
  ), judged as (
    update outgoing_webhooks w set
      failing_since = case when t.failed then coalesce(w.failing_since, t.since) end,
      held_until = greatest(w.held_until, t.hold)
    from touched t where w.id = t.id
    returning w.id, w.organization_id, w.active, t.pause, t.gone
  )
  select id, organization_id as "organizationId", gone as "isGone" from judged where active and (pause or gone)`;
