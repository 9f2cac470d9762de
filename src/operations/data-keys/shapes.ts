import { z } from "zod";
import type { ShownDataKey } from "../../store/data-keys.ts";
import type { Count } from "../../store/sealed-values.ts";
import { rootKeySources } from "../../vault/root-key.ts";
import * as shapes from "../shapes.ts";

export const dataKey = z.strictObject({
  id: shapes.outputId,
  generation: z.int(),
  status: z
    .enum(["ACTIVE", "RETIRING", "RETIRED"])
    .describe("ACTIVE seals new values; RETIRING was replaced and still holds some; RETIRED holds none"),
  sealedValues: z.int().nullable().describe("How many values are sealed with it; null while they are being counted"),
  isCountComplete: z.boolean().describe("False: there are more than `sealedValues`"),
  valuesFound: z.int().nullable().describe("How many there were when the work of sealing them anew began"),
  createdBy: z.string().nullable(),
  dtCreated: shapes.time,
  dtReplaced: shapes.time.nullable(),
  dtRetired: shapes.time.nullable(),
});

export const rootKey = z
  .strictObject({ source: z.enum(rootKeySources), fingerprint: z.string() })
  .describe("What wraps the data keys: where it comes from, and its fingerprint. Never the key");

/** `count`: of the key in use. What a replaced one still holds is counted by the work that empties it. */
export const toDataKey = (row: ShownDataKey, count: Count | undefined): z.input<typeof dataKey> => ({
  id: row.id,
  generation: row.generation,
  status: row.status,
  sealedValues: count?.count ?? row.valuesLeft,
  isCountComplete: count?.isComplete ?? row.valuesLeft !== null,
  valuesFound: row.valuesFound,
  createdBy: row.createdBy,
  dtCreated: row.dtCreated.toISOString(),
  dtReplaced: row.dtReplaced?.toISOString() ?? null,
  dtRetired: row.dtRetired?.toISOString() ?? null,
});
