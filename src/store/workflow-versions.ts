import type { Pool } from "pg";
import type { Tx } from "./db.ts";
import { decodeCursor, toPage } from "./paging.ts";

export interface RunnableRow {
  id: string;
  organization_id: string;
  enabled: boolean;
  use_draft: boolean;
  draft: unknown;
  published_version: number | null;
}

/** What decides which definition of a workflow runs, for whatever organization. One query by primary key. */
export async function readRunnable(pool: Pool, workflowId: string): Promise<RunnableRow | undefined> {
  const { rows } = await pool.query<RunnableRow>({
    name: "read-runnable",
    text: `select id, organization_id, enabled, use_draft, case when use_draft then draft end as draft, published_version
      from workflows where id = $1`,
    values: [workflowId],
  });
  return rows[0];
}

export async function readVersion(pool: Pool, workflowId: string, number: number): Promise<unknown> {
  const { rows } = await pool.query<{ definition: unknown }>({
    name: "read-workflow-version",
    text: "select definition from workflow_versions where workflow_id = $1 and number = $2",
    values: [workflowId, number],
  });
  return rows[0]?.definition;
}

export interface NewVersion {
  workflowId: string;
  number: number;
  organizationId: string;
  definition: unknown;
  note: string | null;
  actorId: string;
}

export async function insertVersion(tx: Tx, version: NewVersion): Promise<void> {
  await tx
    .insertInto("workflow_versions")
    .values({
      workflow_id: version.workflowId,
      number: version.number,
      organization_id: version.organizationId,
      definition: JSON.stringify(version.definition),
      note: version.note,
      created_by: version.actorId,
    })
    .execute();
}

export async function findVersion(tx: Tx, workflowId: string, number: number) {
  return tx
    .selectFrom("workflow_versions")
    .selectAll()
    .where("workflow_id", "=", workflowId)
    .where("number", "=", number)
    .executeTakeFirst();
}

/** Newest first; definitions are not read. */
export async function listVersions(tx: Tx, workflowId: string, query: { pageSize: number; nextToken?: string }) {
  let select = tx
    .selectFrom("workflow_versions as v")
    .leftJoin("users", "users.id", "v.created_by")
    .leftJoin("service_users", "service_users.id", "v.created_by")
    .select(["v.workflow_id", "v.number", "v.note", "v.dt_created", "v.created_by"])
    .select((eb) => eb.fn.coalesce("users.email", "service_users.name").as("created_by_name"))
    .where("v.workflow_id", "=", workflowId)
    .orderBy("v.number", "desc")
    .limit(query.pageSize + 1);
  if (query.nextToken) select = select.where("v.number", "<", Number(decodeCursor(query.nextToken).value) || 0);
  return toPage(
    await select.execute(),
    query.pageSize,
    (row) => row,
    (row) => ({ id: row.workflow_id, value: String(row.number) }),
  );
}
