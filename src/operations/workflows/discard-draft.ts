import { operation } from "../../define/operation.ts";
import { Problem } from "../../errors.ts";
import { changeWorkflow } from "../../store/workflows.ts";
import { idParams } from "../shapes.ts";
import { readDefinition, requireForChange, requireVersionOf, requireWorkflow } from "./find.ts";
import { triggerColumns } from "./ready.ts";
import { toWorkflow, workflow } from "./shapes.ts";

export default operation({
  id: "workflows.discardDraft",
  method: "DELETE",
  path: "/workflows/{id}/draft",
  tag: "Workflows",
  summary: "Discard the draft; the published version is what is left",
  permission: { action: "config:update", resource: "workflow" },
  audit: { action: "workflow.draftdiscarded", detail: ({ version }) => ({ version }) },
  params: idParams,
  output: workflow,
  errors: ["workflow_not_ready"],
  async run({ tx, actor, params: { id } }) {
    const row = await requireForChange(tx, id);
    if (row.published_version === null) {
      throw new Problem("workflow_not_ready", "There is only the draft. Delete the workflow instead.");
    }
    const { definition } = await requireVersionOf(tx, id, row.published_version);
    const trigger = triggerColumns(readDefinition(definition).trigger);
    await changeWorkflow(tx, id, actor.id, { draft: null, useDraft: false, trigger });
    return toWorkflow(await requireWorkflow(tx, id));
  },
});
