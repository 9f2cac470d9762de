import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { listConfigs } from "../../store/integration-configs.ts";
import * as shapes from "../shapes.ts";
import { config, tag, toConfig } from "./shapes.ts";

export default operation({
  id: "integrationConfigurations.list",
  method: "GET",
  path: "/integrationconfigs",
  tag,
  summary: "List integration configurations, newest first",
  permission: { action: "config:retrieve", resource: "integration" },
  query: z.object({
    destination: z.string().max(100).optional(),
    destinationId: z.string().max(200).optional(),
    entityType: z.string().max(100).optional(),
    ...shapes.paging,
  }),
  output: shapes.page(config),
  async run({ tx, query }) {
    const { data, nextToken } = await listConfigs(tx, query);
    return { data: data.map(toConfig), nextToken };
  },
});
