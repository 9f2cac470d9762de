import { type Kysely, sql } from "kysely";

/** Since when a receiver has wanted no more. The audit trail knows it of those that nobody has changed since. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table outgoing_webhooks add column dt_gone timestamptz;
    update outgoing_webhooks w set dt_gone = a.dt_occurred
    from (
      select distinct on (resource_id) resource_id, action, dt_occurred from audit_events
      where action in ('webhook.gone', 'webhook.updated') order by resource_id, id desc
    ) a
    where a.resource_id = w.id::text and a.action = 'webhook.gone' and not w.active;
  `.execute(db);
}
