import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { listIntegrationRuns } from "../../store/integration-runs.ts";
import * as shapes from "../shapes.ts";
import { run, runFilter, tag, toRun } from "./shapes.ts";

export default operation({
  id: "integrationRuns.listByEntity",
  method: "GET",
  path: "/integrationruns/{entityType}/{entityId}",
  tag,
  summary: "List the runs of one entity",
  permission: { action: "config:retrieve", resource: "integration" },
  params: z.object({ entityType: z.string().max(100), entityId: z.string().max(200) }),
  query: z.object(runFilter),
  output: shapes.page(run),
  async run({ tx, params, query }) {
    const { data, nextToken } = await listIntegrationRuns(tx, { ...query, ...params });
    return { data: data.map(toRun), nextToken };
  },
});
