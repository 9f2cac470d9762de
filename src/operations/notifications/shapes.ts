import { z } from "zod";
import { eventRoots, faultOf } from "../../calculations/calculations.ts";
import { invalidField, Problem } from "../../errors.ts";
import type { Tx } from "../../store/db.ts";
import { findRule, type RuleRow } from "../../store/notification-rules.ts";
import { eventName } from "../events/shapes.ts";
import * as shapes from "../shapes.ts";

const targets = z.array(shapes.id).max(50, "Name at most 50.");

export const ruleInput = {
  name: shapes.name,
  description: z
    .string({ error: "Give a description." })
    .trim()
    .min(1, "Give a description.")
    .max(2000, "Use at most 2,000 characters."),
  code: z
    .string({ error: "Give a code." })
    .trim()
    .min(1, "Give a code.")
    .max(80, "Use at most 80 characters.")
    .regex(/^[\p{L}_$][\p{L}\d_$-]*$/u, "Begin with a letter; use letters, digits and _."),
  eventName,
  calculation: z.string({ error: "Give the calculation as text." }).max(5000, "Use at most 5,000 characters."),
  active: z.boolean({ error: "Use true or false." }),
  alwaysFireEvent: z.boolean({ error: "Use true or false." }),
  webhookIds: targets,
  workflowIds: targets,
};

/** A rule without a calculation fires on each event of its name, so it must say that it does. */
export function requireCalculation(calculation: string, alwaysFireEvent: boolean): void {
  if (calculation.trim() === "") {
    if (alwaysFireEvent) return;
    throw invalidField("calculation", "write a calculation, or set alwaysFireEvent");
  }
  const fault = faultOf(calculation, eventRoots);
  if (fault) throw invalidField("calculation", fault.message);
}

export const rule = z.strictObject({
  id: shapes.outputId,
  name: z.string(),
  description: z.string(),
  code: z.string(),
  active: z.boolean(),
  alwaysFireEvent: z.boolean(),
  eventName: z.string(),
  calculation: z.string(),
  webhookIds: z.array(z.string()),
  workflowIds: z.array(z.string()),
  ...shapes.history,
});

export const toRule = (row: RuleRow): z.input<typeof rule> => ({
  id: row.id,
  name: row.name,
  description: row.description,
  code: row.code,
  active: row.active,
  alwaysFireEvent: row.always_fire_event,
  eventName: row.event_name,
  calculation: row.calculation,
  webhookIds: row.webhook_ids,
  workflowIds: row.workflow_ids,
  version: row.version,
  dtCreated: row.dt_created.toISOString(),
  dtLastModified: row.dt_last_modified.toISOString(),
  createdBy: row.created_by,
  lastModifiedBy: row.last_modified_by,
});

export const missing = (): Problem => new Problem("not_found", "There is no notification rule with this id.");

export async function requireRule(tx: Tx, id: string): Promise<RuleRow> {
  const row = await findRule(tx, id);
  if (!row) throw missing();
  return row;
}

/** SQLSTATE 23505 of the code's unique index, told as a field. */
export function codeTaken(error: unknown): never {
  if ((error as { code?: unknown }).code === "23505")
    throw invalidField("code", "another notification rule has this code");
  throw error;
}
