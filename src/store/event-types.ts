import { type Selectable, sql } from "kysely";
import { announceChange, type Tx } from "./db.ts";
import { decodeCursor, toPage } from "./paging.ts";
import type { Database } from "./schema.ts";

export type EventTypeRow = Selectable<Database["event_types"]>;

export interface EventTypeValues {
  eventName: string;
  description: string;
  schema: Record<string, unknown>;
}

export async function listEventTypes(tx: Tx, query: { eventName?: string; pageSize: number; nextToken?: string }) {
  let select = tx
    .selectFrom("event_types")
    .selectAll()
    .orderBy("id", "desc")
    .limit(query.pageSize + 1);
  if (query.eventName) select = select.where("event_name", "=", query.eventName);
  if (query.nextToken) select = select.where("id", "<", decodeCursor(query.nextToken).id);
  return toPage(
    await select.execute(),
    query.pageSize,
    (row) => row,
    ({ id }) => ({ id }),
  );
}

export const findEventType = (tx: Tx, id: string, isHeld = false): Promise<EventTypeRow | undefined> => {
  const select = tx.selectFrom("event_types").selectAll().where("id", "=", id);
  return (isHeld ? select.forUpdate() : select).executeTakeFirst();
};

/** The schemas of these names; all without. */
export async function readEventSchemas(tx: Tx, eventNames?: readonly string[]) {
  const select = tx.selectFrom("event_types").select(["event_name", "schema"]);
  return (eventNames ? select.where("event_name", "in", eventNames) : select.limit(1_000)).execute();
}

export async function insertEventType(
  tx: Tx,
  { id, organizationId, actorId, ...values }: EventTypeValues & { id: string; organizationId: string; actorId: string },
): Promise<void> {
  const { eventName, description, schema } = values;
  await tx
    .insertInto("event_types")
    .values({
      ...{ id, organization_id: organizationId, event_name: eventName, description, schema: JSON.stringify(schema) },
      ...{ created_by: actorId, last_modified_by: actorId },
    })
    .execute();
  await announceChange(tx, "eventtype", organizationId);
}

export async function changeEventType(
  tx: Tx,
  row: EventTypeRow,
  actorId: string,
  { description, schema }: Omit<EventTypeValues, "eventName">,
): Promise<void> {
  await tx
    .updateTable("event_types")
    .set({
      ...{ description, schema: JSON.stringify(schema), last_modified_by: actorId },
      dt_last_modified: sql<Date>`now()`,
      version: sql<number>`version + 1`,
    })
    .where("id", "=", row.id)
    .execute();
  await announceChange(tx, "eventtype", row.organization_id);
}

export async function deleteEventType(tx: Tx, row: EventTypeRow): Promise<void> {
  await tx.deleteFrom("event_types").where("id", "=", row.id).execute();
  await announceChange(tx, "eventtype", row.organization_id);
}
