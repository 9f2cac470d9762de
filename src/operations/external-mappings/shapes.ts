import { z } from "zod";
import { invalidField, Problem } from "../../errors.ts";
import type { Tx } from "../../store/db.ts";
import {
  type ExternalMappingRow,
  findMapping,
  lockMapping,
  type MappingValues,
} from "../../store/external-mappings.ts";
import { findConfig } from "../../store/integration-configs.ts";
import * as shapes from "../shapes.ts";

export const tag = "External mappings";

const word = (what: string) =>
  z
    .string({ error: `Give ${what}.` })
    .trim()
    .min(1, `Give ${what}.`)
    .max(200, "Use at most 200 characters.");

export const mappingMembers = {
  m3terEntity: word("an entity type such as Account"),
  m3terId: word("the entity's id"),
  externalSystem: word("the external system"),
  externalTable: word("the external table"),
  externalId: word("the external id"),
  integrationConfigId: shapes.id.nullable().optional(),
};

export const mapping = z.strictObject({
  id: shapes.outputId,
  m3terEntity: z.string(),
  m3terId: z.string(),
  externalSystem: z.string(),
  externalTable: z.string(),
  externalId: z.string(),
  integrationConfigId: shapes.outputId.nullable(),
  ...shapes.history,
});

export const toMapping = (row: ExternalMappingRow): z.input<typeof mapping> => ({
  id: row.id,
  m3terEntity: row.m3ter_entity,
  m3terId: row.m3ter_id,
  externalSystem: row.external_system,
  externalTable: row.external_table,
  externalId: row.external_id,
  integrationConfigId: row.config_id,
  ...shapes.historyOf(row),
});

const missing = (): Problem => new Problem("not_found", "There is no external mapping with this id.");

export async function requireMapping(tx: Tx, id: string): Promise<ExternalMappingRow> {
  const row = await findMapping(tx, id);
  if (!row) throw missing();
  return row;
}

export async function requireMappingForChange(tx: Tx, id: string): Promise<ExternalMappingRow> {
  const row = await lockMapping(tx, id);
  if (!row) throw missing();
  return row;
}

export const taken = (): Problem =>
  new Problem("already_exists", "This entity is mapped in this table already. Change that mapping.");

type Given = Omit<MappingValues, "configId"> & { integrationConfigId?: string | null | undefined };

export async function toValues(tx: Tx, { integrationConfigId, ...given }: Given): Promise<MappingValues> {
  const configId = integrationConfigId ?? null;
  if (configId !== null && !(await findConfig(tx, configId))) {
    throw invalidField("integrationConfigId", "There is no such integration configuration.");
  }
  return { ...given, configId };
}
