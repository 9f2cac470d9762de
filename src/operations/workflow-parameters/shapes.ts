import { z } from "zod";
import type { Context } from "../../context.ts";
import { invalidField, Problem } from "../../errors.ts";
import type { Tx } from "../../store/db.ts";
import { findParameter, type ParameterRow } from "../../store/workflow-parameters.ts";
import { purposes } from "../../vault/sealed-places.ts";
import * as shapes from "../shapes.ts";

export const parameterName = z
  .string({ error: "Give a name." })
  .regex(/^[A-Za-z][A-Za-z0-9_]{0,99}$/, "Begin with a letter; use letters, digits and _ (100 at most).");
export const parameterDescription = z.string().trim().max(500, "Use at most 500 characters.").nullable();
export const parameterValue = z.json({ error: "Give a value." });

export const parameter = z.strictObject({
  id: shapes.outputId,
  name: z.string(),
  description: z.string().nullable(),
  secret: z.boolean(),
  /** null for a secret one: its value never travels back. */
  value: z.json(),
  ...shapes.history,
});

type Json = z.input<typeof parameterValue>;

export const toParameter = (row: ParameterRow): z.input<typeof parameter> => ({
  id: row.id,
  name: row.name,
  description: row.description,
  secret: row.is_secret,
  value: row.is_secret ? null : ((row.value ?? null) as Json),
  version: row.version,
  dtCreated: row.dt_created.toISOString(),
  dtLastModified: row.dt_last_modified.toISOString(),
  createdBy: row.created_by,
  lastModifiedBy: row.last_modified_by,
});

export async function requireParameter(tx: Tx, id: string, isHeld = false): Promise<ParameterRow> {
  const row = await findParameter(tx, id, isHeld);
  if (!row) throw new Problem("not_found", "There is no global parameter with this id.");
  return row;
}

const shortest = 4;
const longest = 10_000;

/** The value as it is stored: as JSON, or sealed when it is secret. */
export async function storedValue(
  { vault }: Pick<Context, "vault">,
  organizationId: string,
  id: string,
  isSecret: boolean,
  value: Json,
): Promise<{ value: string | null; sealed: string | null }> {
  if (!isSecret) {
    const json = JSON.stringify(value);
    if (json.length > longest) throw invalidField("value", `Use at most ${longest} characters.`);
    return { value: json, sealed: null };
  }
  if (typeof value !== "string" || value.length < shortest || value.length > longest) {
    throw invalidField("value", `A secret is a text of ${shortest} to ${longest} characters.`);
  }
  return { value: null, sealed: await vault.sealBytes(organizationId, purposes.parameter(id), Buffer.from(value)) };
}

/** The unique name was taken by another one. */
export function nameTaken(error: unknown): never {
  if ((error as { code?: unknown }).code === "23505")
    throw new Problem("already_exists", "There is a global parameter with this name.");
  throw error;
}
