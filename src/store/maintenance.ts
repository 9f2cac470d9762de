import type { Pool } from "pg";
import { keptRejectedDays } from "./rejected-messages.ts";

/** What is deleted when it is old, with the statement that deletes it. Each runs alone, so a failure stops only itself. */
export const purges = {
  "idempotency keys": "delete from idempotency_keys where dt_created < now() - interval '24 hours'",
  "sign-ins by redirect": "delete from oauth_sign_ins where dt_expires < now()",
  "connect links": "delete from connect_links where dt_expires < now() - interval '1 day'",
  "keys of workflow starts": "delete from workflow_starts where dt_created < now() - interval '35 days'",
  "waits for messages": "delete from workflow_waits where dt_expires < now() - interval '1 day'",
  sessions: "delete from sessions where dt_expires < now()",
  "failed sign-ins": "delete from sign_in_failures where dt_last < now() - interval '7 days'",
  "usage counts": "delete from credential_calls where hour < now() - interval '90 days'",
  "webhook counts": "delete from incoming_counts where hour < now() - interval '90 days'",
  "ended secrets": "delete from credential_secrets where valid_until < now() - interval '1 day'",
  "delivery counts": "delete from delivery_counts where hour < now() - interval '90 days'",
  deliveries: "delete from deliveries where dt_finished < now() - interval '30 days'",
  "refused requests": `delete from incoming_messages m using incoming_webhooks w
    where m.webhook_id = w.id and m.status = 'REJECTED' and m.received_at < now() - interval '${keptRejectedDays} days'`,
} as const;

export type Purge = keyof typeof purges;

export async function runPurge(pool: Pool, purge: Purge): Promise<number> {
  const { rowCount } = await pool.query(purges[purge]);
  return rowCount ?? 0;
}

/** Credentials that were deleted 30 days ago; those of an OAuth app before the app. */
export async function findLongDeleted(
  pool: Pool,
  limit: number,
): Promise<{ organizationId: string; credentialId: string }[]> {
  const { rows } = await pool.query<{ organizationId: string; credentialId: string }>(
    `select organization_id as "organizationId", id as "credentialId" from credentials
     where dt_deleted < now() - interval '30 days' order by (fields ? 'appId') desc, dt_deleted limit $1`,
    [limit],
  );
  return rows;
}

/** Destroys a credential that is still deleted, with its audit row in the same statement. */
export async function destroyCredential(pool: Pool, id: string, auditId: string): Promise<void> {
  await pool.query(
    `with destroyed as (
       delete from credentials where id = $1 and dt_deleted < now() - interval '30 days'
       returning id, organization_id, name, destination
     )
     insert into audit_events (id, organization_id, action, actor_type, resource_type, resource_id, detail)
     select $2, organization_id, 'credential.destroyed', 'SYSTEM', 'credential', id::text,
       jsonb_build_object('name', name, 'destination', destination)
     from destroyed`,
    [id, auditId],
  );
}

/** Deletes some messages of a webhook that is gone. Gives how many; 0 when none is left. */
export async function deleteMessagesOfWebhook(pool: Pool, webhookId: string, limit: number): Promise<number> {
  const { rowCount } = await pool.query(
    `with gone as (
       delete from incoming_messages where webhook_id = $1
         and id in (select id from incoming_messages where webhook_id = $1 limit $2)
         and not exists (select from incoming_webhooks where id = $1)
       returning id
     ), unmarked as (
       delete from processed_messages where message_id in (select id from gone)
     )
     select id from gone`,
    [webhookId, limit],
  );
  return rowCount ?? 0;
}

/** Tables that a burst fills: stale statistics make the job queue's plans many times slower. */
const burstTables = ["graphile_worker._private_jobs", "incoming_messages", "deliveries"];

/** ANALYZE, when more rows changed since the last than there were then. */
export async function analyzeAfterBurst(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select format('%I.%I', s.schemaname, s.relname) as name
     from pg_stat_user_tables s join pg_class c on c.oid = s.relid
     where s.relid = any($1::regclass[]::oid[]) and s.n_mod_since_analyze > greatest(c.reltuples, 0) + 1000`,
    [burstTables],
  );
  for (const { name } of rows) await pool.query(`analyze ${name}`);
  return rows.map(({ name }) => name);
}
