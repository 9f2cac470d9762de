import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { listIntegrationRuns } from "../../store/integration-runs.ts";
import * as shapes from "../shapes.ts";
import { run, runFilter, tag, toRun } from "./shapes.ts";

export default operation({
  id: "integrationRuns.list",
  method: "GET",
  path: "/integrationruns",
  tag,
  summary: "List integration runs, newest first unless said",
  permission: { action: "config:retrieve", resource: "integration" },
  query: z.object({
    configId: shapes.id.optional(),
    entityType: z.string().max(100).optional(),
    destination: z.string().max(100).optional(),
    ...runFilter,
  }),
  output: shapes.page(run),
  async run({ tx, query }) {
    const { data, nextToken } = await listIntegrationRuns(tx, query);
    return { data: data.map(toRun), nextToken };
  },
});
