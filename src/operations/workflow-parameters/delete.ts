import { operation } from "../../define/operation.ts";
import { deleteParameter } from "../../store/workflow-parameters.ts";
import { idParams } from "../shapes.ts";
import { parameter, requireParameter, toParameter } from "./shapes.ts";

export default operation({
  id: "workflowParameters.delete",
  method: "DELETE",
  path: "/workflowparameters/{id}",
  tag: "Workflows",
  summary: "Delete a global parameter",
  permission: { action: "config:delete", resource: "workflow" },
  audit: { action: "workflowparameter.deleted", detail: ({ name }) => ({ name }) },
  params: idParams,
  output: parameter,
  async run({ tx, params: { id } }) {
    const row = await requireParameter(tx, id, true);
    await deleteParameter(tx, id);
    return toParameter(row);
  },
});
