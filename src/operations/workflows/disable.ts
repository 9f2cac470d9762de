import { operation } from "../../define/operation.ts";
import { changeWorkflow } from "../../store/workflows.ts";
import { idParams } from "../shapes.ts";
import { requireForChange, requireWorkflow } from "./find.ts";
import { toWorkflow, workflow } from "./shapes.ts";

export default operation({
  id: "workflows.disable",
  method: "POST",
  path: "/workflows/{id}/disable",
  tag: "Workflows",
  summary: "Start no more runs; those under way go on",
  permission: { action: "config:update", resource: "workflow" },
  audit: { action: "workflow.disabled", detail: ({ name }) => ({ name }) },
  params: idParams,
  output: workflow,
  async run({ tx, actor, params: { id } }) {
    const row = await requireForChange(tx, id);
    if (row.enabled) await changeWorkflow(tx, id, actor.id, { enabled: false });
    return toWorkflow(await requireWorkflow(tx, id));
  },
});
