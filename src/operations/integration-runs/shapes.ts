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

const dayMs = 86_400_000;

/** A plain date is midnight UTC, `days` later. */
const timeOrDate = (days: number) =>
  z.union(
    [
      z.iso.date().transform((text) => new Date(Date.parse(text) + days * dayMs)),
      z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
    ],
    { error: "Give a time such as 2026-11-24T10:00:00Z, or a date such as 2026-11-24." },
  );

export const runFilter = {
  status: z.enum(runStatuses, { error: `Use one of ${runStatuses.join(", ")}.` }).optional(),
  startDate: timeOrDate(0).optional().describe("Made at this time or later; a plain date is its midnight UTC"),
  endDate: timeOrDate(1).optional().describe("Made before this time; a plain date is that whole day UTC"),
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
