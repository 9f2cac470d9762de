import { type Kysely, sql } from "kysely";
import type { Tx } from "./db.ts";
import type { Database } from "./schema.ts";

export const resealTask = "datakey.reseal";

export const resealJobKey = (organizationId: string): string => `reseal:${organizationId}`;

/** One after the other for one organization. A job that waits already begins anew. */
export async function enqueueReseal(db: Kysely<Database> | Tx, organizationId: string): Promise<void> {
  const key = resealJobKey(organizationId);
  await sql`select enqueue_job(${resealTask}, ${JSON.stringify({ organizationId })}::json, ${key}, ${key})`.execute(db);
}

/** Organizations with values under a replaced key and without a job that would see to them. */
export async function findUnattended(db: Kysely<Database>): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct k.organization_id as id from data_keys k
    where k.status = 'RETIRING' and k.organization_id is not null and not exists (
      select from graphile_worker.jobs j
      where j.task_identifier = ${resealTask} and j.attempts < j.max_attempts
        and (j.key = 'reseal:' || k.organization_id::text or j.queue_name = 'reseal:' || k.organization_id::text)
    )`.execute(db);
  return rows.map(({ id }) => id);
}

export interface RetiringKeys {
  activeId: string;
  retiring: { id: string; isCounted: boolean; replacedForMs: number }[];
}

/** Undefined when no key waits to be retired. */
export async function findRetiring(db: Kysely<Database>, organizationId: string): Promise<RetiringKeys | undefined> {
  const { rows } = await sql<{ id: string; status: string; isCounted: boolean; replacedForMs: number }>`
    select id, status, values_left is not null as "isCounted",
      extract(epoch from clock_timestamp() - dt_replaced)::float8 * 1000 as "replacedForMs"
    from data_keys where organization_id = ${organizationId}::uuid and status <> 'RETIRED'
    order by generation desc`.execute(db);
  const active = rows.find(({ status }) => status === "ACTIVE");
  const retiring = rows.filter(({ status }) => status === "RETIRING");
  return active && retiring.length > 0 ? { activeId: active.id, retiring } : undefined;
}

/** How many values were counted under a key; the first count is what there was when the work began. */
export async function noteFound(db: Kysely<Database>, id: string, count: number): Promise<void> {
  await db
    .updateTable("data_keys")
    .set({ values_found: sql<number>`coalesce(values_found, ${count}::int)`, values_left: count })
    .where("id", "=", id)
    .execute();
}

export async function noteResealed(db: Kysely<Database>, counts: ReadonlyMap<string, number>): Promise<void> {
  for (const [id, count] of counts) {
    await db
      .updateTable("data_keys")
      .set({ values_left: sql<number>`greatest(values_left - ${count}::int, 0)` })
      .where("id", "=", id)
      .execute();
  }
}

/** False when it was retired already. */
export async function retireDataKey(tx: Tx, id: string): Promise<boolean> {
  const result = await tx
    .updateTable("data_keys")
    .set({ status: "RETIRED", dt_retired: sql<Date>`now()`, values_left: 0 })
    .where("id", "=", id)
    .where("status", "=", "RETIRING")
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
