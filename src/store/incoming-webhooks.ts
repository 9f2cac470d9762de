import { type Selectable, sql } from "kysely";
import { announceChange, type Tx } from "./db.ts";
import { decodeCursor, toPage } from "./paging.ts";
import type { Database } from "./schema.ts";

export type IncomingWebhookRow = Selectable<Database["incoming_webhooks"]> & {
  credential_name: string | null;
  destination: string | null;
  type: string | null;
  accepted24h: number;
  rejected24h: number;
  last_message_at: Date | null;
};

export interface IncomingWebhookQuery {
  credentialId?: string;
  active?: boolean;
  /** Part of the name in any case, or a whole id. */
  q?: string;
  pageSize: number;
  nextToken?: string;
}

/** Counts and the last arrival come by index, for the rows of the page only. */
const selectWebhooks = (tx: Tx) =>
  tx
    .selectFrom("incoming_webhooks as w")
    .leftJoin("credentials as c", "c.id", "w.credential_id")
    .selectAll("w")
    .select(["c.name as credential_name", "c.destination", "c.type"])
    .select([
      countOf("accepted").as("accepted24h"),
      countOf("rejected").as("rejected24h"),
      sql<Date | null>`(select m.received_at from incoming_messages m where m.webhook_id = w.id order by m.id desc limit 1)`.as(
        "last_message_at",
      ),
    ]);

const countOf = (column: "accepted" | "rejected") =>
  sql<number>`(select coalesce(sum(n.${sql.ref(column)}), 0)::int from incoming_counts n
    where n.webhook_id = w.id and n.hour > now() - interval '24 hours')`;

export async function listIncomingWebhooks(tx: Tx, query: IncomingWebhookQuery) {
  let select = selectWebhooks(tx)
    .orderBy("w.id", "desc")
    .limit(query.pageSize + 1);
  if (query.credentialId) select = select.where("w.credential_id", "=", query.credentialId);
  if (query.active !== undefined) select = select.where("w.active", "=", query.active);
  if (query.q) {
    const { q } = query;
    const pattern = `%${q.replaceAll(/[\\%_]/g, "\\$&")}%`;
    select = select.where((eb) => eb.or([eb("w.name", "ilike", pattern), eb(sql`w.id::text`, "=", q.toLowerCase())]));
  }
  if (query.nextToken) select = select.where("w.id", "<", decodeCursor(query.nextToken).id);
  const rows: IncomingWebhookRow[] = await select.execute();
  return toPage(
    rows,
    query.pageSize,
    (row) => row,
    ({ id }) => ({ id }),
  );
}

export async function findIncomingWebhook(tx: Tx, id: string): Promise<IncomingWebhookRow | undefined> {
  return selectWebhooks(tx).where("w.id", "=", id).executeTakeFirst();
}

/** Held until the transaction ends. */
export async function lockIncomingWebhook(tx: Tx, id: string) {
  return tx.selectFrom("incoming_webhooks").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
}

export interface NewIncomingWebhook {
  id: string;
  organizationId: string;
  name: string;
  credentialId: string | null;
  workflowId: string | null;
  active: boolean;
  token: string;
  options: Record<string, unknown>;
  actorId: string;
}

export async function insertIncomingWebhook(tx: Tx, webhook: NewIncomingWebhook): Promise<void> {
  await tx
    .insertInto("incoming_webhooks")
    .values({
      id: webhook.id,
      organization_id: webhook.organizationId,
      name: webhook.name,
      credential_id: webhook.credentialId,
      workflow_id: webhook.workflowId,
      active: webhook.active,
      token: webhook.token,
      options: JSON.stringify(webhook.options),
      created_by: webhook.actorId,
      last_modified_by: webhook.actorId,
    })
    .execute();
  await announceChange(tx, "incomingwebhook", webhook.id);
}

export type IncomingWebhookChange = Pick<
  NewIncomingWebhook,
  "name" | "credentialId" | "workflowId" | "active" | "options"
>;

export async function changeIncomingWebhook(
  tx: Tx,
  id: string,
  actorId: string,
  change: IncomingWebhookChange,
): Promise<void> {
  await tx
    .updateTable("incoming_webhooks")
    .set({
      name: change.name,
      credential_id: change.credentialId,
      workflow_id: change.workflowId,
      active: change.active,
      options: JSON.stringify(change.options),
      last_modified_by: actorId,
      dt_last_modified: sql<Date>`now()`,
      version: sql<number>`version + 1`,
    })
    .where("id", "=", id)
    .execute();
  await announceChange(tx, "incomingwebhook", id);
}

/** Its messages are deleted by a job after the commit; no list shows them any more. */
export async function deleteIncomingWebhook(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom("incoming_webhooks").where("id", "=", id).execute();
  await sql`select enqueue_job('webhook.purge', ${JSON.stringify({ webhookId: id })}::json, null, null)`.execute(tx);
  await announceChange(tx, "incomingwebhook", id);
}
