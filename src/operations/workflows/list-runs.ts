import { operation } from "../../define/operation.ts";
import { listRuns } from "../../store/workflow-runs.ts";
import * as shapes from "../shapes.ts";
import { runQuery, runSummary, toRunSummary } from "../workflow-runs/shapes.ts";
import { requireWorkflow } from "./find.ts";

export default operation({
  id: "workflows.listRuns",
  method: "GET",
  path: "/workflows/{id}/runs",
  tag: "Workflows",
  summary: "List the runs of a workflow, newest first",
  permission: { action: "config:retrieve", resource: "workflow" },
  params: shapes.idParams,
  query: runQuery,
  output: shapes.page(runSummary),
  async run({ tx, params: { id }, query }) {
    await requireWorkflow(tx, id);
    const { data, nextToken } = await listRuns(tx, { ...query, workflowId: id });
    return { data: data.map(toRunSummary), nextToken };
  },
});
