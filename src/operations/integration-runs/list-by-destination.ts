import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { listIntegrationRuns } from "../../store/integration-runs.ts";
import * as shapes from "../shapes.ts";
import { run, runFilter, tag, toRun } from "./shapes.ts";

export default operation({
  id: "integrationRuns.listByDestination",
  method: "GET",
  path: "/integrationruns/destinations/{destinationId}",
  tag,
  summary: "List the runs to one destination, such as an outgoing webhook",
  permission: { action: "config:retrieve", resource: "integration" },
  params: z.object({ destinationId: z.string().max(200) }),
  query: z.object({ destination: z.string().max(100).optional(), ...runFilter }),
  output: shapes.page(run),
  async run({ tx, params, query }) {
    const { data, nextToken } = await listIntegrationRuns(tx, { ...query, ...params });
    return { data: data.map(toRun), nextToken };
  },
});
