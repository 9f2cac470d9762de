import { type RawBuilder, sql } from "kysely";
import type { Tx } from "./db.ts";

/** Something that a workflow's definition names by id. */
export interface ReferencedRow {
  kind: "incomingwebhook" | "notificationrule" | "webhook" | "workflow";
  id: string;
  name: string;
  /** Of a rule or an outgoing webhook. */
  code: string | null;
  /** Of an incoming webhook: the type of its credential. */
  credentialType: string | null;
  /** Of a rule. */
  eventName: string | null;
  /** Of a workflow: enabled, and a step can start it. */
  active: boolean;
  /** Of an incoming webhook: it starts a workflow. */
  isTaken: boolean;
}

const startable = sql`coalesce(w.trigger_type, w.draft -> 'trigger' ->> 'type') = 'workflow'`;

/** One select for each kind, with the same columns. */
const selects: Record<ReferencedRow["kind"], RawBuilder<unknown>> = {
  incomingwebhook: sql`select 'incomingwebhook' as kind, w.id, w.name, null as code, c.type as "credentialType",
    null as "eventName", w.active, w.workflow_id is not null as "isTaken"
    from incoming_webhooks w left join credentials c on c.id = w.credential_id`,
  notificationrule: sql`select 'notificationrule' as kind, w.id, w.name, w.code, null as "credentialType",
    w.event_name as "eventName", w.active, false as "isTaken" from notification_rules w`,
  webhook: sql`select 'webhook' as kind, w.id, w.name, w.code, null as "credentialType", null as "eventName", w.active,
    false as "isTaken" from outgoing_webhooks w`,
  workflow: sql`select 'workflow' as kind, w.id, w.name, null as code, null as "credentialType", null as "eventName",
    w.enabled and w.trigger_type = 'workflow' as active, false as "isTaken" from workflows w`,
};

const isId = (value: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);

/** Those that are there. One query. */
export async function findReferences(tx: Tx, ids: readonly string[]): Promise<ReferencedRow[]> {
  const valid = ids.filter(isId);
  if (valid.length === 0) return [];
  const halves = Object.values(selects).map((select) => sql`(${select} where w.id = any(${valid}::uuid[]))`);
  const { rows } = await sql<ReferencedRow>`${sql.join(halves, sql` union all `)}`.execute(tx);
  return rows;
}

/** Those of a kind that a definition can name, newest first. */
export async function listReferences(tx: Tx, kind: ReferencedRow["kind"], limit: number): Promise<ReferencedRow[]> {
  const where = kind === "workflow" ? sql`where ${startable}` : sql``;
  const { rows } = await sql<ReferencedRow>`${selects[kind]} ${where} order by w.id desc limit ${limit}`.execute(tx);
  return rows;
}

/** Whether an incoming webhook or a notification rule starts the workflow from its side. */
export async function isStarted(tx: Tx, workflowId: string): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`select
    exists (select from incoming_webhooks where workflow_id = ${workflowId})
    or exists (select from notification_links where kind = 'WORKFLOW' and target_id = ${workflowId}) as found`.execute(
    tx,
  );
  return rows[0]?.found ?? false;
}
