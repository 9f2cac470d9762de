import { type Selectable, sql } from "kysely";
import type { Pool } from "pg";
import type { Tx } from "./db.ts";
import type { Database } from "./schema.ts";

export type EventRow = Selectable<Database["events"]>;

export interface NewEventRow {
  id: string;
  organizationId: string;
  eventName: string;
  eventTime: Date;
  data: Record<string, unknown>;
  resourceId: string | null;
  accountId: string | null;
  idempotencyKey: string | null;
}

/** One statement for all. Gives the ids of those that were new: an idempotency key that is known stores nothing. */
export async function insertEvents(tx: Tx, events: readonly NewEventRow[]): Promise<Set<string>> {
  if (events.length === 0) return new Set();
  const json = JSON.stringify(
    events.map((event) => ({
      id: event.id,
      organization_id: event.organizationId,
      event_name: event.eventName,
      event_time: event.eventTime,
      data: event.data,
      resource_id: event.resourceId,
      account_id: event.accountId,
      idempotency_key: event.idempotencyKey,
    })),
  );
  const { rows } = await sql<{ id: string }>`
    insert into events (id, organization_id, event_name, event_time, data, resource_id, account_id, idempotency_key)
    select id, organization_id, event_name, event_time, data, resource_id, account_id, idempotency_key
    from jsonb_to_recordset(${json}::jsonb) as g (
      id uuid, organization_id uuid, event_name text, event_time timestamptz, data jsonb, resource_id text,
      account_id text, idempotency_key text
    )
    on conflict (organization_id, idempotency_key) where idempotency_key is not null do nothing
    returning id`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}

/** Id of the event of each key. */
export async function findEventsByKey(tx: Tx, keys: readonly string[]): Promise<Map<string, string>> {
  if (keys.length === 0) return new Map();
  const rows = await tx
    .selectFrom("events")
    .select(["id", "idempotency_key"])
    .where("idempotency_key", "in", keys)
    .execute();
  return new Map(rows.map((row) => [row.idempotency_key ?? "", row.id]));
}

export const findEvent = (tx: Tx, id: string): Promise<EventRow | undefined> =>
  tx.selectFrom("events").selectAll().where("id", "=", id).executeTakeFirst();

export async function setActioned(tx: Tx, id: string, at: Date | null): Promise<EventRow | undefined> {
  return tx.updateTable("events").set({ dt_actioned: at }).where("id", "=", id).returningAll().executeTakeFirst();
}

/** Adds what was seen of an event's fields; costs one statement. */
export async function learnFields(
  tx: Tx,
  organizationId: string,
  eventName: string,
  fields: Record<string, string>,
): Promise<void> {
  await sql`
    insert into event_names (organization_id, event_name, fields)
    values (${organizationId}, ${eventName}, ${JSON.stringify(fields)}::jsonb)
    on conflict (organization_id, event_name) do update set fields = event_names.fields || excluded.fields
  `.execute(tx);
}

export async function readEventNames(tx: Tx, eventName?: string) {
  let select = tx.selectFrom("event_names").select(["event_name", "fields"]).orderBy("event_name");
  if (eventName !== undefined) select = select.where("event_name", "=", eventName);
  return select.execute();
}

/** Some of the oldest, in the order of their ids, skipping what another process holds. Gives how many. */
export async function deleteOldEvents(pool: Pool, before: Date, limit: number): Promise<number> {
  const { rowCount } = await pool.query(
    `delete from events where id in (
       select id from events where id < $1 order by id limit $2 for update skip locked
     )`,
    [firstIdAt(before), limit],
  );
  return rowCount ?? 0;
}

/** The smallest UUIDv7 of that time (RFC 9562 section 5.7). */
function firstIdAt(time: Date): string {
  const hex = time.getTime().toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}
