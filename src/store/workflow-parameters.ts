import { type Selectable, sql } from "kysely";
import type { Pool } from "pg";
import { announceChange, type Tx } from "./db.ts";
import { decodeCursor, toPage } from "./paging.ts";
import type { Database } from "./schema.ts";

export type ParameterRow = Selectable<Database["workflow_parameters"]>;

export async function readParameters(
  pool: Pool,
  organizationId: string,
): Promise<Pick<ParameterRow, "id" | "name" | "value" | "sealed">[]> {
  const { rows } = await pool.query({
    name: "read-parameters",
    text: "select id, name, value, sealed from workflow_parameters where organization_id = $1",
    values: [organizationId],
  });
  return rows;
}

export async function listParameters(tx: Tx, query: { pageSize: number; nextToken?: string }) {
  let select = tx
    .selectFrom("workflow_parameters")
    .selectAll()
    .orderBy("id", "desc")
    .limit(query.pageSize + 1);
  if (query.nextToken) select = select.where("id", "<", decodeCursor(query.nextToken).id);
  const rows: ParameterRow[] = await select.execute();
  return toPage(
    rows,
    query.pageSize,
    (row) => row,
    ({ id }) => ({ id }),
  );
}

export async function parameterNames(tx: Tx, { sealedOnly = false } = {}): Promise<string[]> {
  let select = tx.selectFrom("workflow_parameters").select("name");
  if (sealedOnly) select = select.where("is_secret", "=", true);
  return (await select.execute()).map(({ name }) => name);
}

export async function findParameter(tx: Tx, id: string, isHeld = false): Promise<ParameterRow | undefined> {
  const select = tx.selectFrom("workflow_parameters").selectAll().where("id", "=", id);
  return (isHeld ? select.forUpdate() : select).executeTakeFirst();
}

export interface ParameterValues {
  name: string;
  description: string | null;
  /** JSON of a value that may be shown. */
  value: string | null;
  sealed: string | null;
}

export async function insertParameter(
  tx: Tx,
  parameter: ParameterValues & { id: string; organizationId: string; isSecret: boolean; actorId: string },
): Promise<void> {
  await tx
    .insertInto("workflow_parameters")
    .values({
      id: parameter.id,
      organization_id: parameter.organizationId,
      name: parameter.name,
      description: parameter.description,
      is_secret: parameter.isSecret,
      value: parameter.value,
      sealed: parameter.sealed,
      created_by: parameter.actorId,
      last_modified_by: parameter.actorId,
    })
    .execute();
  await announceChange(tx, "workflowparameter", parameter.id);
}

export async function changeParameter(tx: Tx, id: string, actorId: string, values: ParameterValues): Promise<void> {
  await tx
    .updateTable("workflow_parameters")
    .set({
      ...values,
      last_modified_by: actorId,
      dt_last_modified: sql<Date>`now()`,
      version: sql<number>`version + 1`,
    })
    .where("id", "=", id)
    .execute();
  await announceChange(tx, "workflowparameter", id);
}

export async function deleteParameter(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom("workflow_parameters").where("id", "=", id).execute();
  await announceChange(tx, "workflowparameter", id);
}
