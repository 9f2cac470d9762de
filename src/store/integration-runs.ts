import { type Selectable, sql } from "kysely";
import type { Tx } from "./db.ts";
import type {
  IntegrationRunStatus,
  IntegrationTables,
  LogEntry,
  PreparedRequest,
  RunInput,
} from "./integration-tables.ts";
import { decodeCursor, toPage } from "./paging.ts";

export type IntegrationRunRow = Selectable<IntegrationTables["integration_runs"]>;

export interface RunListQuery {
  configId?: string | undefined;
  entityType?: string | undefined;
  entityId?: string | undefined;
  destination?: string | undefined;
  destinationId?: string | undefined;
  status?: IntegrationRunStatus | undefined;
  startDate?: Date | undefined;
  endDate?: Date | undefined;
  order?: "ASC" | "DESC" | undefined;
  pageSize: number;
  nextToken?: string | undefined;
}

const sameType = (entityType: string) => sql<boolean>`lower(entity_type) = ${entityType.toLowerCase()}`;

/** By the id, which grows with time. */
export async function listIntegrationRuns(tx: Tx, { order = "DESC", pageSize, nextToken, ...filter }: RunListQuery) {
  let select = tx
    .selectFrom("integration_runs")
    .selectAll()
    .orderBy("id", order === "ASC" ? "asc" : "desc")
    .limit(pageSize + 1);
  if (filter.configId !== undefined) select = select.where("config_id", "=", filter.configId);
  if (filter.entityType !== undefined) select = select.where(sameType(filter.entityType));
  if (filter.entityId !== undefined) select = select.where("entity_id", "=", filter.entityId);
  if (filter.destination !== undefined) select = select.where("destination", "=", filter.destination);
  if (filter.destinationId !== undefined) select = select.where("destination_id", "=", filter.destinationId);
  if (filter.status !== undefined) select = select.where("status", "=", filter.status);
  if (filter.startDate !== undefined) select = select.where("dt_created", ">=", filter.startDate);
  if (filter.endDate !== undefined) select = select.where("dt_created", "<", filter.endDate);
  if (nextToken) select = select.where("id", order === "ASC" ? ">" : "<", decodeCursor(nextToken).id);
  const rows: IntegrationRunRow[] = await select.execute();
  return toPage(
    rows,
    pageSize,
    (row) => row,
    ({ id }) => ({ id }),
  );
}

export async function findIntegrationRun(tx: Tx, id: string): Promise<IntegrationRunRow | undefined> {
  return tx.selectFrom("integration_runs").selectAll().where("id", "=", id).executeTakeFirst();
}

/** The newest run of each entity, newest first. */
export async function latestRuns(tx: Tx, entityType: string, entityIds: string[]): Promise<IntegrationRunRow[]> {
  const rows = await tx
    .selectFrom("integration_runs")
    .selectAll()
    .distinctOn("entity_id")
    .where(sameType(entityType))
    .where("entity_id", "in", entityIds)
    .orderBy("entity_id")
    .orderBy("id", "desc")
    .execute();
  return rows.toSorted((a, b) => b.id.localeCompare(a.id));
}

export async function latestRunOfConfig(tx: Tx, configId: string): Promise<IntegrationRunRow | undefined> {
  return tx
    .selectFrom("integration_runs")
    .selectAll()
    .where("config_id", "=", configId)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
}

export interface NewRun {
  id: string;
  organizationId: string;
  configId: string;
  parentId: string | null;
  eventId: string | null;
  requestKey: string;
  entityType: string;
  entityId: string;
  destination: string;
  destinationId: string | null;
  input: RunInput;
  requests: PreparedRequest[] | null;
  answers: unknown[];
  actorId: string | null;
}

/** Due at once. One statement however many. */
export async function insertRuns(tx: Tx, runs: NewRun[], at: Date): Promise<void> {
  if (runs.length === 0) return;
  const rows = runs.map((run) => ({
    id: run.id,
    organization_id: run.organizationId,
    config_id: run.configId,
    parent_id: run.parentId,
    event_id: run.eventId,
    request_key: run.requestKey,
    entity_type: run.entityType,
    entity_id: run.entityId,
    destination: run.destination,
    destination_id: run.destinationId,
    input: JSON.stringify(run.input),
    requests: run.requests && JSON.stringify(run.requests),
    answers: JSON.stringify(run.answers),
    due_at: at,
    created_by: run.actorId,
    last_modified_by: run.actorId,
  }));
  await tx.insertInto("integration_runs").values(rows).execute();
}

/** Runs that wait, of a configuration that is deleted or switched off, end. */
export async function endWaitingRuns(tx: Tx, configId: string, error: string, at: Date): Promise<void> {
  await tx
    .updateTable("integration_runs")
    .set({ status: "DISABLED", error, due_at: null, leased_by: null, dt_completed: at, dt_last_modified: at })
    .where("config_id", "=", configId)
    .where("due_at", "is not", null)
    .where("leased_by", "is", null)
    .execute();
}

export async function listLog(tx: Tx, runId: string): Promise<LogEntry[]> {
  const rows = await tx
    .selectFrom("integration_run_logs")
    .select("entry")
    .where("run_id", "=", runId)
    .orderBy("attempt")
    .orderBy("step")
    .limit(500)
    .execute();
  return rows.map(({ entry }) => entry);
}
