import { operation } from "../../define/operation.ts";
import { idParams } from "../shapes.ts";
import { requireWorkflow } from "./find.ts";
import { toWorkflow, workflow } from "./shapes.ts";

export default operation({
  id: "workflows.get",
  method: "GET",
  path: "/workflows/{id}",
  tag: "Workflows",
  summary: "Read a workflow with its draft and its published definition",
  permission: { action: "config:retrieve", resource: "workflow" },
  params: idParams,
  output: workflow,
  async run({ tx, params }) {
    return toWorkflow(await requireWorkflow(tx, params.id));
  },
});
