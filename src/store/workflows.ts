import { type Selectable, sql } from "kysely";
import { announceChange, type Tx } from "./db.ts";
import { decodeCursor, toPage } from "./paging.ts";
import type { Database } from "./schema.ts";
import type { RunStatus, TriggerType } from "./workflow-tables.ts";

export type WorkflowRow = Selectable<Database["workflows"]>;

export interface WorkflowQuery {
  enabled?: boolean;
  triggerType?: TriggerType;
  /** Part of the name in any case, or a whole id. */
  q?: string;
  pageSize: number;
  nextToken?: string;
}

const lastRun = (column: string) =>
  sql`(select r.${sql.ref(column)} from (
    (select id, status, dt_created from workflow_runs where workflow_id = w.id order by id desc limit 1)
    union all
    (select id, state as status, dt_created from workflow_active_runs where workflow_id = w.id order by id desc limit 1)
  ) r order by r.id desc limit 1)`;

/** The last run comes by index, for the rows of the page only. */
const selectWorkflows = (tx: Tx) =>
  tx
    .selectFrom("workflows as w")
    .leftJoin("workflow_versions as v", (join) =>
      join.onRef("v.workflow_id", "=", "w.id").onRef("v.number", "=", "w.published_version"),
    )
    .select(["w.id", "w.name", "w.description", "w.published_version", "w.enabled", "w.use_draft", "w.trigger_type"])
    .select(["w.trigger_ref", "w.version", "w.dt_created", "w.dt_last_modified", "w.created_by", "w.last_modified_by"])
    .select(["v.dt_created as dt_published", sql<boolean>`w.draft is not null`.as("has_draft")])
    .select([
      lastRun("dt_created").$castTo<Date | null>().as("last_run_at"),
      lastRun("status").$castTo<RunStatus | null>().as("last_status"),
    ]);

export type ListedWorkflow = Awaited<ReturnType<typeof listWorkflows>>["data"][number];
export type ShownWorkflow = NonNullable<Awaited<ReturnType<typeof findWorkflow>>>;

export async function listWorkflows(tx: Tx, query: WorkflowQuery) {
  let select = selectWorkflows(tx)
    .orderBy("w.id", "desc")
    .limit(query.pageSize + 1);
  if (query.enabled !== undefined) select = select.where("w.enabled", "=", query.enabled);
  if (query.triggerType) select = select.where("w.trigger_type", "=", query.triggerType);
  if (query.q) {
    const { q } = query;
    const pattern = `%${q.replaceAll(/[\\%_]/g, "\\$&")}%`;
    select = select.where((eb) => eb.or([eb("w.name", "ilike", pattern), eb(sql`w.id::text`, "=", q.toLowerCase())]));
  }
  if (query.nextToken) select = select.where("w.id", "<", decodeCursor(query.nextToken).id);
  return toPage(
    await select.execute(),
    query.pageSize,
    (row) => row,
    ({ id }) => ({ id }),
  );
}

/** With its draft and its published definition. */
export async function findWorkflow(tx: Tx, id: string) {
  return selectWorkflows(tx).select(["w.draft", "v.definition as published"]).where("w.id", "=", id).executeTakeFirst();
}

export async function isWorkflow(tx: Tx, id: string): Promise<boolean> {
  return (await tx.selectFrom("workflows").select("id").where("id", "=", id).executeTakeFirst()) !== undefined;
}

/** Held until the transaction ends. */
export async function lockWorkflow(tx: Tx, id: string): Promise<WorkflowRow | undefined> {
  return tx.selectFrom("workflows").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
}

export interface NewWorkflow {
  id: string;
  organizationId: string;
  name: string;
  description: string | null;
  draft: unknown;
  actorId: string;
}

export async function insertWorkflow(tx: Tx, workflow: NewWorkflow): Promise<void> {
  await tx
    .insertInto("workflows")
    .values({
      id: workflow.id,
      organization_id: workflow.organizationId,
      name: workflow.name,
      description: workflow.description,
      draft: JSON.stringify(workflow.draft),
      published_version: null,
      enabled: false,
      use_draft: false,
      trigger_type: null,
      trigger_ref: null,
      created_by: workflow.actorId,
      last_modified_by: workflow.actorId,
    })
    .execute();
}

export interface WorkflowChange {
  name?: string;
  description?: string | null;
  /** null: there is none any more. */
  draft?: unknown;
  publishedVersion?: number;
  enabled?: boolean;
  useDraft?: boolean;
  trigger?: { type: TriggerType; ref: string | null };
}

/** Makes a change; the version moves on and every cache lets go. */
export async function changeWorkflow(tx: Tx, id: string, actorId: string, change: WorkflowChange): Promise<void> {
  const { name, description, draft, publishedVersion, enabled, useDraft, trigger } = change;
  await tx
    .updateTable("workflows")
    .set({
      last_modified_by: actorId,
      dt_last_modified: sql<Date>`now()`,
      version: sql<number>`version + 1`,
      ...(name === undefined ? {} : { name }),
      ...(description === undefined ? {} : { description }),
      ...(draft === undefined ? {} : { draft: draft === null ? null : JSON.stringify(draft) }),
      ...(publishedVersion === undefined ? {} : { published_version: publishedVersion }),
      ...(enabled === undefined ? {} : { enabled, next_at: null }),
      ...(useDraft === undefined ? {} : { use_draft: useDraft }),
      ...(trigger === undefined ? {} : { trigger_type: trigger.type, trigger_ref: trigger.ref, next_at: null }),
    })
    .where("id", "=", id)
    .execute();
  await announceChange(tx, "workflow", id);
}

/** Its versions go with it; its runs are kept until they are old. */
export async function deleteWorkflow(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom("workflows").where("id", "=", id).execute();
  await announceChange(tx, "workflow", id);
}
