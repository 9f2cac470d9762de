import { operation } from "../../define/operation.ts";
import { Problem } from "../../errors.ts";
import { changeWorkflow } from "../../store/workflows.ts";
import { idParams } from "../shapes.ts";
import { checkDefinition, refuseFaulty } from "./check.ts";
import { requireForChange, requireWorkflow } from "./find.ts";
import { definitionInUse, linkTrigger, requireVerifiedTrigger, triggerColumns } from "./ready.ts";
import { toWorkflow, workflow } from "./shapes.ts";

export default operation({
  id: "workflows.enable",
  method: "POST",
  path: "/workflows/{id}/enable",
  tag: "Workflows",
  summary: "Let the trigger start runs; needs a published version and a trigger that works",
  permission: { action: "config:update", resource: "workflow" },
  audit: { action: "workflow.enabled", detail: ({ name }) => ({ name }) },
  params: idParams,
  output: workflow,
  errors: ["workflow_not_ready", "workflow_invalid", "trigger_not_verified"],
  async run({ context, tx, actor, params: { id } }) {
    const row = await requireForChange(tx, id);
    const definition = row.published_version === null ? undefined : await definitionInUse(tx, row);
    if (!definition) throw new Problem("workflow_not_ready", "Publish the workflow before you enable it.");
    refuseFaulty(await checkDefinition(context, tx, definition, id));
    await linkTrigger(tx, actor, id, definition.trigger);
    await requireVerifiedTrigger(tx, id, definition.trigger);
    if (!row.enabled) {
      await changeWorkflow(tx, id, actor.id, { enabled: true, trigger: triggerColumns(definition.trigger) });
    }
    return toWorkflow(await requireWorkflow(tx, id));
  },
});
