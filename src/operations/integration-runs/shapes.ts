import { z } from "zod";
import { Problem } from "../../errors.ts";
import type { Tx } from "../../store/db.ts";
import { findIntegrationRun, type IntegrationRunRow } from "../../store/integration-runs.ts";
import { runStatuses } from "../../store/integration-tables.ts";
import * as shapes from "../shapes.ts";

export const tag = "Integration runs";

export const run = z.strictObject({
  id: shapes.outputId,
  entityType: z.string(),
  entityId: z.string(),
  dtStarted: shapes.time.nullable(),
  dtCompleted: shapes.time.nullable(),
  status: z.enum(runStatuses),
  destination: z.string(),
  destinationId: z.string().nullable(),
  error: z.string().nullable(),
  url: z.string().nullable(),
  externalId: z.string().nullable(),
  parentIntegrationRunId: shapes.outputId.nullable(),
  integrationConfigId: shapes.outputId.nullable(),
  eventId: shapes.outputId.nullable(),
  attempts: z.int(),
  dtNextAttempt: shapes.time.nullable(),
  ...shapes.history,
});

export function toRun(row: IntegrationRunRow): z.input<typeof run> {
  return {
    id: row.id,
    entityType: row.entity_type,
    entityId: row.entity_id,
    dtStarted: row.dt_started?.toISOString() ?? null,
    dtCompleted: row.dt_completed?.toISOString() ?? null,
    status: row.status,
    destination: row.destination,
    destinationId: row.destination_id,
    error: row.error,
    url: row.url,
    externalId: row.external_id,
    parentIntegrationRunId: row.parent_id,
    integrationConfigId: row.config_id,
    eventId: row.event_id,
    attempts: row.attempts,
    dtNextAttempt: row.leased_by === null ? (row.due_at?.toISOString() ?? null) : null,
    ...shapes.historyOf(row),
  };
}

const at = z.iso
  .datetime({ offset: true, error: "Give a time such as 2026-11-24T10:00:00Z." })
  .transform((text) => new Date(text));

export const runFilter = {
  status: z.enum(runStatuses, { error: `Use one of ${runStatuses.join(", ")}.` }).optional(),
  startDate: at.optional(),
  endDate: at.optional(),
  order: z
    .string()
    .transform((value) => value.toUpperCase())
    .pipe(z.enum(["ASC", "DESC"], { error: "Use ASC or DESC." }))
    .optional(),
  ...shapes.paging,
};

export async function requireRun(tx: Tx, id: string): Promise<IntegrationRunRow> {
  const row = await findIntegrationRun(tx, id);
  if (!row) throw new Problem("not_found", "There is no integration run with this id.");
  return row;
}
