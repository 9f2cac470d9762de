import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { Problem } from "../../errors.ts";
import type { Tx } from "../../store/db.ts";
import { queueRuns } from "../../store/run-queue.ts";
import { copyJournal, listRunSteps, type RunRow } from "../../store/workflow-runs.ts";
import { compile } from "../../workflows/engine/compiled.ts";
import { newRun } from "../../workflows/triggers/new-run.ts";
import * as shapes from "../shapes.ts";
import { readDefinition, requireForChange, requireVersionOf } from "../workflows/find.ts";
import { requireMay, requireRun, run, shownSteps, toRun } from "./shapes.ts";

const choice = z
  .union([z.literal("same"), z.literal("published"), z.literal("draft")], { error: "Use same, published or draft." })
  .default("same");

export default operation({
  id: "workflowRuns.retry",
  method: "POST",
  path: "/workflowruns/{runId}/retry",
  tag: "Workflows",
  summary:
    "Run a failed or cancelled run again from where it ended, with the same or a changed definition, as a new run",
  permission: { action: "config:use", resource: "workflow" },
  audit: {
    action: "workflowrun.retried",
    itemId: ({ workflowId }) => workflowId,
    detail: ({ id, retryOf }) => ({ runId: id, retryOf }),
  },
  params: z.object({ runId: shapes.id }),
  body: z.strictObject({ use: choice }),
  output: run,
  errors: ["run_not_retryable", "workflow_not_ready"],
  async run({ context, tx, actor, organizationId, params: { runId }, body }) {
    const row = await requireRun(tx, runId);
    requireMay(actor, "config:use", row);
    if (row.status !== "FAILED" && row.status !== "CANCELLED") {
      throw new Problem("run_not_retryable", "Only a failed or cancelled run can be retried.");
    }
    const { version, definition } = await chosenDefinition(tx, row, body.use);
    const workflow = compile(readDefinition(definition), context.workflows.functions);
    const again = await newRun(context, {
      runnable: { id: row.workflow_id, organizationId, enabled: true, version, workflow },
      type: row.trigger_type,
      ref: row.trigger_ref,
      input: row.input,
      isTest: row.is_test,
      retryOf: row.id,
    });
    await copyJournal(tx, row.id, again.id);
    await queueRuns(tx, [{ run: again }]);
    return toRun(await requireRun(tx, again.id), await listRunSteps(tx, again.id, shownSteps));
  },
});

async function chosenDefinition(
  tx: Tx,
  row: RunRow,
  use: z.output<typeof choice>,
): Promise<{ version: number | null; definition: unknown }> {
  if (use === "same") {
    const definition = row.definition ?? row.published;
    if (definition === null) throw new Problem("run_not_retryable", "The workflow of this run is gone.");
    return { version: row.workflow_version, definition };
  }
  const workflow = await requireForChange(tx, row.workflow_id);
  if (use === "draft") {
    if (workflow.draft === null) throw new Problem("workflow_not_ready", "There is no draft.");
    return { version: null, definition: workflow.draft };
  }
  if (workflow.published_version === null) throw new Problem("workflow_not_ready", "There is no published version.");
  const { definition } = await requireVersionOf(tx, workflow.id, workflow.published_version);
  return { version: workflow.published_version, definition };
}
