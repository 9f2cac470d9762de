import { Problem } from "../../errors.ts";
import type { Tx } from "../../store/db.ts";
import { findVersion } from "../../store/workflow-versions.ts";
import { findWorkflow, lockWorkflow, type ShownWorkflow, type WorkflowRow } from "../../store/workflows.ts";
import { type WorkflowDefinition, workflowDefinition } from "../../workflows/definition.ts";

const missing = (): Problem => new Problem("not_found", "There is no workflow with this id.");

export async function requireWorkflow(tx: Tx, id: string): Promise<ShownWorkflow> {
  const row = await findWorkflow(tx, id);
  if (!row) throw missing();
  return row;
}

/** Held until the transaction ends. */
export async function requireForChange(tx: Tx, id: string): Promise<WorkflowRow> {
  const row = await lockWorkflow(tx, id);
  if (!row) throw missing();
  return row;
}

export async function requireVersionOf(tx: Tx, id: string, number: number) {
  const row = await findVersion(tx, id, number);
  if (!row) throw new Problem("not_found", "The workflow has no version with this number.");
  return row;
}

/** A stored definition; one that this version of the program cannot read any more is a 409. */
export function readDefinition(stored: unknown): WorkflowDefinition {
  const parsed = workflowDefinition.safeParse(stored);
  if (parsed.success) return parsed.data as WorkflowDefinition;
  throw new Problem("workflow_invalid", "The stored definition cannot be read by this version. Save it anew.");
}
