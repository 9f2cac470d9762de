import { z } from "zod";
import type { ListedWorkflow, ShownWorkflow } from "../../store/workflows.ts";
import * as shapes from "../shapes.ts";

export const triggerTypes = ["manual", "webhook", "notification", "schedule", "workflow"] as const;
export const runStatuses = ["QUEUED", "RUNNING", "WAITING", "COMPLETED", "FAILED", "CANCELLED"] as const;

/** A stored definition, as it was given; its schema is `GET /workflows/schema`. */
export const storedDefinition = z.looseObject({ formatVersion: z.int() });

export const fault = z.strictObject({
  code: z.string(),
  severity: z.enum(["error", "warning"]),
  place: z.string(),
  stepId: z.string().nullable(),
  message: z.string(),
});

const summary = {
  id: shapes.outputId,
  name: z.string(),
  description: z.string().nullable(),
  enabled: z.boolean(),
  useDraft: z.boolean(),
  hasDraft: z.boolean(),
  publishedVersion: z.int().nullable(),
  dtPublished: shapes.time.nullable(),
  triggerType: z.enum(triggerTypes).nullable(),
  triggerRef: z.string().nullable(),
  lastRunAt: shapes.time.nullable(),
  lastRunStatus: z.enum(runStatuses).nullable(),
  ...shapes.history,
};

export const workflowSummary = z.strictObject(summary);
export const workflow = z.strictObject({
  ...summary,
  draft: storedDefinition.nullable(),
  published: storedDefinition.nullable(),
});

export function toSummary(row: ListedWorkflow): z.input<typeof workflowSummary> {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    enabled: row.enabled,
    useDraft: row.use_draft,
    hasDraft: row.has_draft,
    publishedVersion: row.published_version,
    dtPublished: row.dt_published?.toISOString() ?? null,
    triggerType: row.trigger_type,
    triggerRef: row.trigger_ref,
    lastRunAt: row.last_run_at?.toISOString() ?? null,
    lastRunStatus: row.last_status,
    version: row.version,
    dtCreated: row.dt_created.toISOString(),
    dtLastModified: row.dt_last_modified.toISOString(),
    createdBy: row.created_by,
    lastModifiedBy: row.last_modified_by,
  };
}

type Definition = z.input<typeof storedDefinition>;

export const toWorkflow = (row: ShownWorkflow): z.input<typeof workflow> => ({
  ...toSummary(row),
  draft: row.draft as Definition | null,
  published: row.published as Definition | null,
});

export const description = z.string().trim().max(2000, "Use at most 2,000 characters.").nullable();
export const numberParams = z.object({ id: shapes.id, number: z.coerce.number().int().min(1) });
