import { type Selectable, sql } from "kysely";
import { announceChange, type Tx } from "./db.ts";
import { decodeCursor, toPage } from "./paging.ts";
import type { Database } from "./schema.ts";

export type LinkKind = "WEBHOOK" | "WORKFLOW";
export type RuleRow = Selectable<Database["notification_rules"]> & { webhook_ids: string[]; workflow_ids: string[] };

const targets = (kind: LinkKind) =>
  sql<string[]>`array(select l.target_id::text from notification_links l
    where l.rule_id = r.id and l.kind = ${kind} order by l.target_id)`;

const selectRules = (tx: Tx) =>
  tx
    .selectFrom("notification_rules as r")
    .selectAll("r")
    .select([targets("WEBHOOK").as("webhook_ids"), targets("WORKFLOW").as("workflow_ids")]);

export interface RuleQuery {
  active?: boolean;
  eventName?: string;
  ids?: string[];
  pageSize: number;
  nextToken?: string;
}

export async function listRules(tx: Tx, query: RuleQuery) {
  let select = selectRules(tx)
    .orderBy("r.id", "desc")
    .limit(query.pageSize + 1);
  if (query.active !== undefined) select = select.where("r.active", "=", query.active);
  if (query.eventName) select = select.where("r.event_name", "=", query.eventName);
  if (query.ids) select = select.where("r.id", "in", query.ids);
  if (query.nextToken) select = select.where("r.id", "<", decodeCursor(query.nextToken).id);
  const rows: RuleRow[] = await select.execute();
  return toPage(
    rows,
    query.pageSize,
    (row) => row,
    ({ id }) => ({ id }),
  );
}

/** Those that events are held against. */
export const listActiveRules = (tx: Tx): Promise<RuleRow[]> =>
  selectRules(tx).where("r.active", "=", true).orderBy("r.id").execute();

export const findRule = (tx: Tx, id: string): Promise<RuleRow | undefined> =>
  selectRules(tx).where("r.id", "=", id).executeTakeFirst();

export const lockRule = (tx: Tx, id: string) =>
  tx.selectFrom("notification_rules").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();

export interface RuleValues {
  name: string;
  description: string;
  code: string;
  eventName: string;
  calculation: string;
  active: boolean;
  alwaysFireEvent: boolean;
}

const columns = (values: RuleValues) => ({
  name: values.name,
  description: values.description,
  code: values.code,
  event_name: values.eventName,
  calculation: values.calculation,
  active: values.active,
  always_fire_event: values.alwaysFireEvent,
});

export async function insertRule(
  tx: Tx,
  { id, organizationId, actorId, ...values }: RuleValues & { id: string; organizationId: string; actorId: string },
): Promise<void> {
  await tx
    .insertInto("notification_rules")
    .values({ id, organization_id: organizationId, created_by: actorId, last_modified_by: actorId, ...columns(values) })
    .execute();
  await announceChange(tx, "notificationrule", organizationId);
}

export async function changeRule(tx: Tx, organizationId: string, id: string, actorId: string, values: RuleValues) {
  await tx
    .updateTable("notification_rules")
    .set({
      ...columns(values),
      last_modified_by: actorId,
      dt_last_modified: sql<Date>`now()`,
      version: sql<number>`version + 1`,
    })
    .where("id", "=", id)
    .execute();
  await announceChange(tx, "notificationrule", organizationId);
}

export async function deleteRule(tx: Tx, organizationId: string, id: string): Promise<void> {
  await tx.deleteFrom("notification_rules").where("id", "=", id).execute();
  await announceChange(tx, "notificationrule", organizationId);
}

const tableOf = { WEBHOOK: "outgoing_webhooks", WORKFLOW: "workflows" } as const;

/** Those of the ids that are there. */
export async function existingTargets(tx: Tx, kind: LinkKind, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await tx.selectFrom(tableOf[kind]).select("id").where("id", "in", ids).execute();
  return new Set(rows.map(({ id }) => id));
}

/** Makes the rule's links of one kind exactly these. */
export async function linkRule(tx: Tx, organizationId: string, ruleId: string, kind: LinkKind, targetIds: string[]) {
  await tx.deleteFrom("notification_links").where("rule_id", "=", ruleId).where("kind", "=", kind).execute();
  if (targetIds.length > 0) {
    const rows = targetIds.map((target) => ({
      rule_id: ruleId,
      organization_id: organizationId,
      kind,
      target_id: target,
    }));
    await tx.insertInto("notification_links").values(rows).execute();
  }
  await announceChange(tx, "notificationrule", organizationId);
}

export async function insertMatches(tx: Tx, matches: { organizationId: string; ruleId: string; eventId: string }[]) {
  if (matches.length === 0) return;
  const rows = matches.map((match) => ({
    organization_id: match.organizationId,
    rule_id: match.ruleId,
    event_id: match.eventId,
  }));
  await tx
    .insertInto("event_matches")
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
