import { type Selectable, sql } from "kysely";
import type { Tx } from "./db.ts";
import type { IntegrationTables } from "./integration-tables.ts";
import { decodeCursor, toPage } from "./paging.ts";

export type ExternalMappingRow = Selectable<IntegrationTables["external_mappings"]>;

export interface MappingQuery {
  entity?: string | undefined;
  m3terIds?: string[] | undefined;
  system?: string | undefined;
  table?: string | undefined;
  externalId?: string | undefined;
  configId?: string | undefined;
  pageSize: number;
  nextToken?: string | undefined;
}

const sameEntity = (entity: string) => sql<boolean>`lower(m3ter_entity) = ${entity.toLowerCase()}`;

export async function listMappings(tx: Tx, { pageSize, nextToken, ...filter }: MappingQuery) {
  let select = tx
    .selectFrom("external_mappings")
    .selectAll()
    .orderBy("id", "desc")
    .limit(pageSize + 1);
  if (filter.entity !== undefined) select = select.where(sameEntity(filter.entity));
  if (filter.m3terIds !== undefined) select = select.where("m3ter_id", "in", filter.m3terIds);
  if (filter.system !== undefined) select = select.where("external_system", "=", filter.system);
  if (filter.table !== undefined) select = select.where("external_table", "=", filter.table);
  if (filter.externalId !== undefined) select = select.where("external_id", "=", filter.externalId);
  if (filter.configId !== undefined) select = select.where("config_id", "=", filter.configId);
  if (nextToken) select = select.where("id", "<", decodeCursor(nextToken).id);
  const rows: ExternalMappingRow[] = await select.execute();
  return toPage(
    rows,
    pageSize,
    (row) => row,
    ({ id }) => ({ id }),
  );
}

export async function findMapping(tx: Tx, id: string): Promise<ExternalMappingRow | undefined> {
  return tx.selectFrom("external_mappings").selectAll().where("id", "=", id).executeTakeFirst();
}

/** Held until the transaction ends. */
export async function lockMapping(tx: Tx, id: string): Promise<ExternalMappingRow | undefined> {
  return tx.selectFrom("external_mappings").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
}

export interface MappingValues {
  m3terEntity: string;
  m3terId: string;
  externalSystem: string;
  externalTable: string;
  externalId: string;
  configId: string | null;
}

export interface MappedThing extends Omit<MappingValues, "externalId"> {
  credentialId: string | null;
}

/** The configuration's own mapping, else one of the same credential, else one that names no configuration. */
export async function findExternalId(tx: Tx, thing: MappedThing): Promise<string | null> {
  const row = await tx
    .selectFrom("external_mappings as m")
    .leftJoin("integration_configs as c", "c.id", "m.config_id")
    .select("m.external_id")
    .where(sameEntity(thing.m3terEntity))
    .where("m.m3ter_id", "=", thing.m3terId)
    .where("m.external_system", "=", thing.externalSystem)
    .where("m.external_table", "=", thing.externalTable)
    .where(sql<boolean>`(m.config_id is null or m.config_id = ${thing.configId}::uuid
      or c.credential_id = ${thing.credentialId}::uuid)`)
    .orderBy(sql`m.config_id is not distinct from ${thing.configId}::uuid`, "desc")
    .orderBy(sql`m.config_id is null`)
    .orderBy("m.id", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.external_id ?? null;
}

const toColumns = (values: MappingValues) => ({
  m3ter_entity: values.m3terEntity,
  m3ter_id: values.m3terId,
  external_system: values.externalSystem,
  external_table: values.externalTable,
  external_id: values.externalId,
  config_id: values.configId,
});

type NewMapping = MappingValues & { id: string; organizationId: string; actorId: string | null };

/** False: there is one of this entity for this table already. */
export async function insertMapping(tx: Tx, { id, organizationId, actorId, ...values }: NewMapping): Promise<boolean> {
  const by = { created_by: actorId, last_modified_by: actorId };
  const row = await tx
    .insertInto("external_mappings")
    .values({ ...toColumns(values), ...by, id, organization_id: organizationId })
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

export async function changeMapping(tx: Tx, id: string, actorId: string, values: MappingValues): Promise<void> {
  await tx
    .updateTable("external_mappings")
    .set((eb) => ({
      ...toColumns(values),
      version: eb("version", "+", 1),
      dt_last_modified: sql<Date>`now()`,
      last_modified_by: actorId,
    }))
    .where("id", "=", id)
    .execute();
}

/** True when another mapping stands for the same entity and table. */
export async function isMappingTaken(tx: Tx, id: string, values: MappingValues): Promise<boolean> {
  const row = await tx
    .selectFrom("external_mappings")
    .select("id")
    .where("id", "!=", id)
    .where(sameEntity(values.m3terEntity))
    .where("m3ter_id", "=", values.m3terId)
    .where("external_system", "=", values.externalSystem)
    .where("external_table", "=", values.externalTable)
    .where("config_id", "is not distinct from", values.configId)
    .executeTakeFirst();
  return row !== undefined;
}

export async function deleteMapping(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom("external_mappings").where("id", "=", id).execute();
}

type WantedPair = Pick<MappingValues, "m3terEntity" | "externalSystem" | "externalTable"> &
  ({ m3terId: string } | { externalId: string });

/** A mapping by either of its ids: one that names no configuration, else the newest. */
export async function findMappedPair(tx: Tx, wanted: WantedPair): Promise<ExternalMappingRow | undefined> {
  const byId =
    "m3terId" in wanted ? (["m3ter_id", wanted.m3terId] as const) : (["external_id", wanted.externalId] as const);
  return tx
    .selectFrom("external_mappings")
    .selectAll()
    .where(sameEntity(wanted.m3terEntity))
    .where("external_system", "=", wanted.externalSystem)
    .where("external_table", "=", wanted.externalTable)
    .where(byId[0], "=", byId[1])
    .orderBy(sql`config_id is null`, "desc")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
}

type PutMapping = Omit<MappingValues, "configId"> & { id: string; organizationId: string; isReplacing: boolean };

/** The mapping that names no configuration, made or, when it may be, changed. Gives what is stored afterwards. */
export async function putMapping(tx: Tx, { isReplacing, ...values }: PutMapping): Promise<ExternalMappingRow> {
  await insertMapping(tx, { ...values, configId: null, actorId: null });
  const row = await tx
    .selectFrom("external_mappings")
    .selectAll()
    .where(sameEntity(values.m3terEntity))
    .where("m3ter_id", "=", values.m3terId)
    .where("external_system", "=", values.externalSystem)
    .where("external_table", "=", values.externalTable)
    .where("config_id", "is", null)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (!isReplacing || row.external_id === values.externalId) return row;
  return tx
    .updateTable("external_mappings")
    .set((eb) => ({
      external_id: values.externalId,
      version: eb("version", "+", 1),
      dt_last_modified: sql<Date>`now()`,
      last_modified_by: null,
    }))
    .where("id", "=", row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
}
