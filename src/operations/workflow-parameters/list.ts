import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { listParameters } from "../../store/workflow-parameters.ts";
import * as shapes from "../shapes.ts";
import { parameter, toParameter } from "./shapes.ts";

export default operation({
  id: "workflowParameters.list",
  method: "GET",
  path: "/workflowparameters",
  tag: "Workflows",
  summary: "List global parameters, newest first",
  permission: { action: "config:retrieve", resource: "workflow" },
  query: z.object(shapes.paging),
  output: shapes.page(parameter),
  async run({ tx, query }) {
    const { data, nextToken } = await listParameters(tx, query);
    return { data: data.map(toParameter), nextToken };
  },
});
