import { type Selectable, sql } from "kysely";
import type { Database, Tx } from "./db.ts";
import { decodeCursor, toPage } from "./paging.ts";

export type OutgoingWebhookRow = Selectable<Database["outgoing_webhooks"]> & {
  credential: Selectable<Database["credentials"]> | null;
};

/** Its credential comes with it, without the secrets. */
const selectWebhooks = (tx: Tx) =>
  tx
    .selectFrom("outgoing_webhooks as w")
    .selectAll("w")
    .select(
      sql<Selectable<Database["credentials"]> | null>`(select to_jsonb(c) from credentials c
        where c.id = w.credential_id and c.dt_deleted is null)`.as("credential"),
    );

export interface OutgoingWebhookQuery {
  ids?: string[];
  q?: string;
  pageSize: number;
  nextToken?: string;
}

export async function listOutgoingWebhooks(tx: Tx, query: OutgoingWebhookQuery) {
  let select = selectWebhooks(tx)
    .orderBy("w.id", "desc")
    .limit(query.pageSize + 1);
  if (query.ids) select = select.where("w.id", "in", query.ids);
  if (query.q) {
    const pattern = `%${query.q.replaceAll(/[\\%_]/g, "\\$&")}%`;
    select = select.where((eb) => eb.or([eb("w.name", "ilike", pattern), eb("w.code", "ilike", pattern)]));
  }
  if (query.nextToken) select = select.where("w.id", "<", decodeCursor(query.nextToken).id);
  const rows: OutgoingWebhookRow[] = await select.execute();
  return toPage(
    rows,
    query.pageSize,
    (row) => row,
    ({ id }) => ({ id }),
  );
}

export async function findOutgoingWebhook(tx: Tx, id: string): Promise<OutgoingWebhookRow | undefined> {
  return selectWebhooks(tx).where("w.id", "=", id).executeTakeFirst();
}

/** Held until the transaction ends. */
export async function lockOutgoingWebhook(tx: Tx, id: string) {
  return tx.selectFrom("outgoing_webhooks").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
}

export interface WebhookValues {
  name: string;
  code: string;
  description: string;
  url: string;
  active: boolean;
  concurrency: number;
  requestsPerSecond: number | null;
  orderingKey: string | null;
  messageSignature: boolean;
}

const toColumns = (values: WebhookValues) => ({
  name: values.name,
  code: values.code,
  description: values.description,
  url: values.url,
  active: values.active,
  concurrency: values.concurrency,
  requests_per_second: values.requestsPerSecond,
  ordering_key: values.orderingKey,
  message_signature: values.messageSignature,
});

export async function isCodeTaken(tx: Tx, code: string, exceptId: string): Promise<boolean> {
  const row = await tx
    .selectFrom("outgoing_webhooks")
    .select("id")
    .where("code", "=", code)
    .where("id", "!=", exceptId)
    .executeTakeFirst();
  return row !== undefined;
}

export async function insertOutgoingWebhook(
  tx: Tx,
  webhook: WebhookValues & { id: string; organizationId: string; credentialId: string; actorId: string },
): Promise<void> {
  await tx
    .insertInto("outgoing_webhooks")
    .values({
      ...toColumns(webhook),
      id: webhook.id,
      organization_id: webhook.organizationId,
      credential_id: webhook.credentialId,
      created_by: webhook.actorId,
      last_modified_by: webhook.actorId,
    })
    .execute();
}

/** As if nothing had been sent yet: no pause, no 410, no failure remembered, no wait that the receiver asked for. */
const afresh = { dt_paused: null, dt_gone: null, failing_since: null, held_until: null };

export async function changeOutgoingWebhook(
  tx: Tx,
  id: string,
  actorId: string,
  { credentialId, startsAfresh, ...values }: WebhookValues & { credentialId: string | null; startsAfresh: boolean },
): Promise<void> {
  await tx
    .updateTable("outgoing_webhooks")
    .set((eb) => ({
      ...toColumns(values),
      credential_id: credentialId,
      version: eb("version", "+", 1),
      dt_last_modified: sql<Date>`now()`,
      last_modified_by: actorId,
      ...(startsAfresh ? afresh : {}),
    }))
    .where("id", "=", id)
    .execute();
}

export async function deleteOutgoingWebhook(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom("outgoing_webhooks").where("id", "=", id).execute();
}

export async function switchOutgoingWebhook(tx: Tx, id: string, actorId: string, active: boolean): Promise<void> {
  await tx
    .updateTable("outgoing_webhooks")
    .set((eb) => ({
      active,
      version: eb("version", "+", 1),
      dt_last_modified: sql<Date>`now()`,
      last_modified_by: actorId,
      ...(active ? afresh : {}),
    }))
    .where("id", "=", id)
    .execute();
}

/** A person says: go on, whatever the receiver asked for. */
export async function endHold(tx: Tx, id: string): Promise<void> {
  await tx
    .updateTable("outgoing_webhooks")
    .set({ held_until: null })
    .where("id", "=", id)
    .where("held_until", "is not", null)
    .execute();
}

/** Unless it is paused already, or a delivery got through meanwhile. */
export async function pauseOutgoingWebhook(tx: Tx, id: string, at: Date) {
  return tx
    .updateTable("outgoing_webhooks")
    .set({ dt_paused: at })
    .where("id", "=", id)
    .where("dt_paused", "is", null)
    .where("failing_since", "is not", null)
    .returning(["name", "failing_since as failingSince"])
    .executeTakeFirst();
}

/** Unless it is switched off already. */
export async function endOutgoingWebhook(tx: Tx, id: string, at: Date) {
  return tx
    .updateTable("outgoing_webhooks")
    .set({ active: false, dt_gone: at })
    .where("id", "=", id)
    .where("active", "=", true)
    .returning("name")
    .executeTakeFirst();
}
