import { operation } from "../../define/operation.ts";
import { Problem } from "../../errors.ts";
import { unlinkWebhooks } from "../../store/workflow-knowledge.ts";
import { deleteWorkflow } from "../../store/workflows.ts";
import { idParams } from "../shapes.ts";
import { requireForChange, requireWorkflow } from "./find.ts";
import { toWorkflow, workflow } from "./shapes.ts";

export default operation({
  id: "workflows.delete",
  method: "DELETE",
  path: "/workflows/{id}",
  tag: "Workflows",
  summary: "Delete a workflow that is not enabled, with its versions; its runs are kept until they are old",
  permission: { action: "config:delete", resource: "workflow" },
  audit: { action: "workflow.deleted", detail: ({ name }) => ({ name }) },
  params: idParams,
  output: workflow,
  errors: ["workflow_enabled"],
  async run({ tx, params: { id } }) {
    const row = await requireForChange(tx, id);
    if (row.enabled) throw new Problem("workflow_enabled", "Disable the workflow before you delete it.");
    const shown = toWorkflow(await requireWorkflow(tx, id));
    await unlinkWebhooks(tx, id);
    await deleteWorkflow(tx, id);
    return shown;
  },
});
