import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { Problem } from "../../errors.ts";
import { changeWorkflow } from "../../store/workflows.ts";
import { idParams } from "../shapes.ts";
import { checkDefinition, refuseFaulty } from "./check.ts";
import { requireForChange, requireWorkflow } from "./find.ts";
import { definitionInUse, linkTrigger, triggerColumns } from "./ready.ts";
import { toWorkflow, workflow } from "./shapes.ts";

export default operation({
  id: "workflows.useDraft",
  method: "PUT",
  path: "/workflows/{id}/usedraft",
  tag: "Workflows",
  summary: "Let new runs follow the draft, to try it, or the published version again",
  permission: { action: "config:update", resource: "workflow" },
  audit: { action: "workflow.usedraft", detail: ({ useDraft }) => ({ useDraft }) },
  params: idParams,
  body: z.strictObject({ useDraft: z.boolean({ error: "Use true or false." }) }),
  output: workflow,
  errors: ["workflow_not_ready", "workflow_invalid", "trigger_not_verified"],
  async run({ context, tx, actor, params: { id }, body: { useDraft } }) {
    const row = await requireForChange(tx, id);
    if (useDraft && row.draft === null) throw new Problem("workflow_not_ready", "There is no draft.");
    const definition = await definitionInUse(tx, { ...row, use_draft: useDraft });
    if (definition) {
      if (useDraft) refuseFaulty(await checkDefinition(context, tx, definition, id));
      await linkTrigger(tx, actor, id, definition.trigger);
    }
    const trigger = definition && triggerColumns(definition.trigger);
    await changeWorkflow(tx, id, actor.id, { useDraft, trigger });
    return toWorkflow(await requireWorkflow(tx, id));
  },
});
