import { type Selectable, sql } from "kysely";
import type { Tx } from "./db.ts";
import type { ConfigData, IntegrationTables } from "./integration-tables.ts";
import { decodeCursor, toPage } from "./paging.ts";

export type IntegrationConfigRow = Selectable<IntegrationTables["integration_configs"]> & { authorized: boolean };

/** Authorized: its credential is there and not known to be refused. */
const selectConfigs = (tx: Tx) =>
  tx
    .selectFrom("integration_configs as i")
    .leftJoin("credentials as c", "c.id", "i.credential_id")
    .selectAll("i")
    .select(
      sql<boolean>`i.destination = 'WEBHOOK' or coalesce(c.dt_deleted is null
        and c.status not in ('FAILING', 'REVOKED', 'DISABLED', 'PENDING'), false)`.as("authorized"),
    );

export interface ConfigQuery {
  destination?: string | undefined;
  destinationId?: string | undefined;
  entityType?: string | undefined;
  entityId?: string | undefined;
  pageSize: number;
  nextToken?: string | undefined;
}

export async function listConfigs(tx: Tx, query: ConfigQuery) {
  let select = selectConfigs(tx)
    .orderBy("i.id", "desc")
    .limit(query.pageSize + 1);
  if (query.destination !== undefined) select = select.where("i.destination", "=", query.destination);
  if (query.destinationId !== undefined) select = select.where("i.destination_id", "=", query.destinationId);
  if (query.entityType !== undefined) {
    select = select.where(sql<string>`lower(i.entity_type)`, "=", query.entityType.toLowerCase());
  }
  if (query.entityId !== undefined) select = select.where("i.entity_id", "=", query.entityId);
  if (query.nextToken) select = select.where("i.id", "<", decodeCursor(query.nextToken).id);
  const rows: IntegrationConfigRow[] = await select.execute();
  return toPage(
    rows,
    query.pageSize,
    (row) => row,
    ({ id }) => ({ id }),
  );
}

/** Those that are enabled for one of the types (in lower case), oldest first. */
export async function configsOfTypes(tx: Tx, entityTypes: string[]) {
  return tx
    .selectFrom("integration_configs")
    .selectAll()
    .where(sql<string>`lower(entity_type)`, "in", entityTypes)
    .where("enabled", "=", true)
    .orderBy("id")
    .execute();
}

export async function findConfig(tx: Tx, id: string): Promise<IntegrationConfigRow | undefined> {
  return selectConfigs(tx).where("i.id", "=", id).executeTakeFirst();
}

/** Held until the transaction ends. */
export async function lockConfig(tx: Tx, id: string) {
  return tx.selectFrom("integration_configs").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
}

export interface ConfigValues {
  name: string;
  entityType: string;
  entityId: string | null;
  destination: string;
  destinationId: string | null;
  configData: ConfigData;
  credentialId: string | null;
}

const toColumns = (values: ConfigValues) => ({
  name: values.name,
  entity_type: values.entityType,
  entity_id: values.entityId,
  destination: values.destination,
  destination_id: values.destinationId,
  config_data: JSON.stringify(values.configData),
  credential_id: values.credentialId,
});

export async function insertConfig(
  tx: Tx,
  { id, organizationId, actorId, ...values }: ConfigValues & { id: string; organizationId: string; actorId: string },
): Promise<void> {
  const by = { created_by: actorId, last_modified_by: actorId };
  await tx
    .insertInto("integration_configs")
    .values({ ...toColumns(values), ...by, id, organization_id: organizationId })
    .execute();
}

export async function changeConfig(tx: Tx, id: string, actorId: string, values: ConfigValues): Promise<void> {
  await tx
    .updateTable("integration_configs")
    .set((eb) => ({
      ...toColumns(values),
      version: eb("version", "+", 1),
      dt_last_modified: sql<Date>`now()`,
      last_modified_by: actorId,
    }))
    .where("id", "=", id)
    .execute();
}

/** What is enabled again starts afresh: no failure remembered. `actorId` null: it was switched by failures. */
export async function switchConfig(
  tx: Tx,
  id: string,
  { actorId, enabled, at, reason }: { actorId: string | null; enabled: boolean; at: Date; reason: string | null },
): Promise<void> {
  await tx
    .updateTable("integration_configs")
    .set((eb) => ({
      enabled,
      failures: enabled ? 0 : eb.ref("failures"),
      dt_disabled: enabled ? null : at,
      disabled_reason: enabled ? null : reason,
      version: eb("version", "+", 1),
      dt_last_modified: sql<Date>`now()`,
      last_modified_by: actorId,
    }))
    .where("id", "=", id)
    .execute();
}

/** Counts a run that ended; gives the failures in a row. */
export async function countOutcome(tx: Tx, id: string, isFailure: boolean): Promise<number> {
  const row = await tx
    .updateTable("integration_configs")
    .set((eb) => ({ failures: isFailure ? eb("failures", "+", 1) : 0 }))
    .where("id", "=", id)
    .where((eb) => (isFailure ? eb.lit(true) : eb("failures", ">", 0)))
    .returning("failures")
    .executeTakeFirst();
  return row?.failures ?? 0;
}

export async function deleteConfig(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom("integration_configs").where("id", "=", id).execute();
}
