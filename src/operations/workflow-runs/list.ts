import { operation } from "../../define/operation.ts";
import { listRuns } from "../../store/workflow-runs.ts";
import * as shapes from "../shapes.ts";
import { runQuery, runSummary, toRunSummary } from "./shapes.ts";

export default operation({
  id: "workflowRuns.list",
  method: "GET",
  path: "/workflowruns",
  tag: "Workflows",
  summary: "List the runs of all workflows, newest first",
  permission: { action: "config:retrieve", resource: "workflow" },
  query: runQuery.extend({ workflowId: shapes.id.optional() }),
  output: shapes.page(runSummary),
  async run({ tx, query }) {
    const { data, nextToken } = await listRuns(tx, query);
    return { data: data.map(toRunSummary), nextToken };
  },
});
