import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { listWorkflows } from "../../store/workflows.ts";
import * as shapes from "../shapes.ts";
import { toSummary, triggerTypes, workflowSummary } from "./shapes.ts";

export default operation({
  id: "workflows.list",
  method: "GET",
  path: "/workflows",
  tag: "Workflows",
  summary: "List workflows, newest first",
  permission: { action: "config:retrieve", resource: "workflow" },
  query: z.object({
    enabled: shapes.queryFlag.optional(),
    triggerType: z.enum(triggerTypes).optional(),
    q: z.string().trim().max(200).optional(),
    ...shapes.paging,
  }),
  output: shapes.page(workflowSummary),
  async run({ tx, query }) {
    const { data, nextToken } = await listWorkflows(tx, query);
    return { data: data.map(toSummary), nextToken };
  },
});
