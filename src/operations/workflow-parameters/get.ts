import { operation } from "../../define/operation.ts";
import { idParams } from "../shapes.ts";
import { parameter, requireParameter, toParameter } from "./shapes.ts";

export default operation({
  id: "workflowParameters.get",
  method: "GET",
  path: "/workflowparameters/{id}",
  tag: "Workflows",
  summary: "Read a global parameter",
  permission: { action: "config:retrieve", resource: "workflow" },
  params: idParams,
  output: parameter,
  async run({ tx, params: { id } }) {
    return toParameter(await requireParameter(tx, id));
  },
});
