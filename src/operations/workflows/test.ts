import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { Problem } from "../../errors.ts";
import { queueRuns } from "../../store/run-queue.ts";
import { findLastInput } from "../../store/workflow-runs.ts";
import { compile } from "../../workflows/engine/compiled.ts";
import { triggers } from "../../workflows/triggers/catalogue.ts";
import { withPlaceInChain } from "../../workflows/triggers/chain.ts";
import { newRun } from "../../workflows/triggers/new-run.ts";
import { idParams } from "../shapes.ts";
import { requireRun, run, toRun } from "../workflow-runs/shapes.ts";
import { checkDefinition, refuseFaulty } from "./check.ts";
import { readDefinition, requireForChange } from "./find.ts";
import { definitionInUse } from "./ready.ts";

export default operation({
  id: "workflows.test",
  method: "POST",
  path: "/workflows/{id}/test",
  tag: "Workflows",
  summary:
    "Run the draft, or the published version, by hand: with an input, the trigger's sample, or the last run's input",
  permission: { action: "config:use", resource: "workflow" },
  audit: { action: "workflow.tested", itemId: ({ workflowId }) => workflowId, detail: ({ id }) => ({ runId: id }) },
  params: idParams,
  body: z.strictObject({
    input: z.json().optional(),
    use: z.enum(["draft", "published"], { error: "Use draft or published." }).optional(),
  }),
  output: run,
  errors: ["workflow_invalid", "workflow_not_ready"],
  async run({ context, tx, organizationId, params: { id }, body, depth }) {
    const row = await requireForChange(tx, id);
    const isDraft = body.use === undefined ? row.draft !== null : body.use === "draft";
    const definition =
      isDraft && row.draft !== null
        ? readDefinition(row.draft)
        : await definitionInUse(tx, { ...row, use_draft: false });
    if (!definition || (isDraft && row.draft === null)) {
      throw new Problem("workflow_not_ready", isDraft ? "There is no draft." : "Publish the workflow first.");
    }
    refuseFaulty(await checkDefinition(context, tx, definition, id));
    const sample = triggers.find(({ type }) => type === definition.trigger.type)?.sample;
    const input = body.input ?? definition.trigger.sample ?? (await findLastInput(tx, id)) ?? sample;
    const started = await newRun(context, {
      runnable: {
        id,
        organizationId,
        enabled: row.enabled,
        version: isDraft ? null : row.published_version,
        workflow: compile(definition, context.workflows.functions),
      },
      type: "manual",
      ref: null,
      input: withPlaceInChain(input, depth),
      isTest: true,
    });
    await queueRuns(tx, [{ run: started }]);
    return toRun(await requireRun(tx, started.id), []);
  },
});
