import { type Selectable, sql } from "kysely";
import { announceChange, type Database, type Tx } from "./db.ts";
import type { DeliveryStatus } from "./delivery-tables.ts";
import { endHold } from "./outgoing-webhooks.ts";
import { decodeCursor, toPage } from "./paging.ts";

export interface NewDelivery {
  id: string;
  organizationId: string;
  webhookId: string;
  eventId: string | null;
  eventName: string;
  body: Buffer;
  orderingKey: string | null;
  /** How many workflows started each other until this message. */
  depth: number;
}

/** In the transaction of what they tell. One statement however many; every process hears of it at the commit. */
export async function insertDeliveries(tx: Tx, deliveries: NewDelivery[], dueAt: Date): Promise<void> {
  const [first] = deliveries;
  if (!first) return;
  const column = (pick: (delivery: NewDelivery) => unknown): unknown[] => deliveries.map(pick);
  await sql`insert into deliveries (id, organization_id, webhook_id, event_id, event_name, body, ordering_key, depth, due_at)
    select id, organization_id, webhook_id, event_id, event_name, body, ordering_key, depth, ${dueAt}::timestamptz from unnest(
      ${column(({ id }) => id)}::uuid[], ${column(({ organizationId }) => organizationId)}::uuid[],
      ${column(({ webhookId }) => webhookId)}::uuid[], ${column(({ eventId }) => eventId)}::uuid[],
      ${column(({ eventName }) => eventName)}::text[], ${column(({ body }) => body)}::bytea[],
      ${column(({ orderingKey }) => orderingKey)}::text[], ${column(({ depth }) => depth)}::smallint[]
    ) as d (id, organization_id, webhook_id, event_id, event_name, body, ordering_key, depth)`.execute(tx);
  await announceChange(tx, "delivery", first.organizationId);
}

/** Those that are switched on, with where each finds its ordering key. */
export async function findReceivers(tx: Tx, ids: string[]): Promise<Map<string, { orderingKey: string | null }>> {
  const rows = await tx
    .selectFrom("outgoing_webhooks")
    .select(["id", "ordering_key"])
    .where("id", "in", ids)
    .where("active", "=", true)
    .execute();
  return new Map(rows.map((row) => [row.id, { orderingKey: row.ordering_key }]));
}

const summary = [
  ...(["id", "webhook_id", "event_id", "event_name", "status", "attempts", "due_at", "leased_by"] as const),
  ...(["last_status", "last_error", "replay_of", "dt_created", "dt_finished"] as const),
] as const;

export type DeliveryRow = Pick<Selectable<Database["deliveries"]>, (typeof summary)[number]>;

export interface DeliveryFilter {
  status?: DeliveryStatus;
  eventName?: string;
  from?: string;
  to?: string;
}

const ofWebhook = (tx: Tx, webhookId: string, filter: DeliveryFilter) => {
  let select = tx.selectFrom("deliveries").where("webhook_id", "=", webhookId);
  if (filter.status) select = select.where("status", "=", filter.status);
  if (filter.eventName) select = select.where("event_name", "=", filter.eventName);
  if (filter.from) select = select.where("dt_created", ">=", filter.from as unknown as Date);
  if (filter.to) select = select.where("dt_created", "<", filter.to as unknown as Date);
  return select;
};

export async function listDeliveries(
  tx: Tx,
  webhookId: string,
  query: DeliveryFilter & { pageSize: number; nextToken?: string },
) {
  let select = ofWebhook(tx, webhookId, query)
    .select(summary)
    .orderBy("id", "desc")
    .limit(query.pageSize + 1);
  if (query.nextToken) select = select.where("id", "<", decodeCursor(query.nextToken).id);
  return toPage(
    await select.execute(),
    query.pageSize,
    (row: DeliveryRow) => row,
    ({ id }) => ({ id }),
  );
}

export async function findDelivery(tx: Tx, id: string) {
  return tx
    .selectFrom("deliveries")
    .select([...summary, "body", "ordering_key", "organization_id"])
    .where("id", "=", id)
    .executeTakeFirst();
}

export async function listAttempts(tx: Tx, deliveryId: string) {
  return tx
    .selectFrom("delivery_attempts")
    .selectAll()
    .where("delivery_id", "=", deliveryId)
    .orderBy("number", "desc")
    .limit(100)
    .execute();
}

/** Copies of finished deliveries, oldest first, as new ones that name their origin. Gives how many. */
export async function replayDeliveries(
  tx: Tx,
  webhookId: string,
  filter: DeliveryFilter & { id?: string },
  { organizationId, dueAt, limit, newIds }: { organizationId: string; dueAt: Date; limit: number; newIds: string[] },
): Promise<string[]> {
  let origins = ofWebhook(tx, webhookId, filter)
    .select(["id", sql<number>`row_number() over (order by id)`.as("place")])
    .where("status", "!=", "WAITING")
    .orderBy("id")
    .limit(limit);
  if (filter.id) origins = origins.where("id", "=", filter.id);
  const { rows } = await sql<{ id: string }>`
    insert into deliveries
      (id, organization_id, webhook_id, event_id, event_name, body, ordering_key, depth, due_at, replay_of)
    select n.id, d.organization_id, d.webhook_id, d.event_id, d.event_name, d.body, d.ordering_key, d.depth,
      ${dueAt}::timestamptz, d.id
    from (${origins}) o join deliveries d on d.id = o.id
    join unnest(${newIds}::uuid[]) with ordinality as n (id, place) on n.place = o.place
    returning id`.execute(tx);
  if (rows.length > 0) await announceChange(tx, "delivery", organizationId);
  return rows.map(({ id }) => id);
}

/**
 * Makes what waits for its next attempt due at once, first what is due first, and ends a wait that the receiver asked for.
 * Gives the ids; nothing that is under way.
 */
export async function tryDeliveriesNow(
  tx: Tx,
  webhookId: string,
  filter: DeliveryFilter & { id?: string },
  { organizationId, dueAt, limit }: { organizationId: string; dueAt: Date; limit: number },
): Promise<string[]> {
  let waiting = ofWebhook(tx, webhookId, { ...filter, status: "WAITING" })
    .select("id")
    .where("leased_by", "is", null)
    .orderBy("due_at")
    .limit(limit)
    .forUpdate()
    .skipLocked();
  waiting = filter.id ? waiting.where("id", "=", filter.id) : waiting.where("due_at", ">", dueAt);
  const rows = await tx
    .updateTable("deliveries")
    .set({ due_at: dueAt })
    .where("id", "in", waiting)
    .returning("id")
    .execute();
  if (rows.length > 0) {
    await endHold(tx, webhookId);
    await announceChange(tx, "delivery", organizationId);
  }
  return rows.map(({ id }) => id);
}

export async function listDeliveryCounts(tx: Tx, webhookId: string, since: Date) {
  return tx
    .selectFrom("delivery_counts")
    .select(["hour", "delivered", "failed"])
    .where("webhook_id", "=", webhookId)
    .where("hour", ">=", since)
    .orderBy("hour")
    .execute();
}
