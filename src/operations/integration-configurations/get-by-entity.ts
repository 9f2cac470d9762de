import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { Problem } from "../../errors.ts";
import { listConfigs } from "../../store/integration-configs.ts";
import { latestRunOfConfig } from "../../store/integration-runs.ts";
import * as shapes from "../shapes.ts";
import { configWithRun, toConfigWithRun } from "./latest-run.ts";
import { config, tag, toConfig } from "./shapes.ts";

export default operation({
  id: "integrationConfigurations.getByEntity",
  method: "GET",
  path: "/integrationconfigs/entity/{entityType}",
  tag,
  summary: "Read the newest integration configuration of an entity type, and a page of all of them as `data`",
  permission: { action: "config:retrieve", resource: "integration" },
  params: z.object({ entityType: z.string().max(100) }),
  query: z.object({
    entityId: z.string().max(200).optional(),
    destination: z.string().max(100).optional(),
    destinationId: z.string().max(200).optional(),
    ...shapes.paging,
  }),
  output: z.strictObject({ ...configWithRun.shape, data: z.array(config), nextToken: z.string().nullable() }),
  async run({ tx, params, query }) {
    const { data, nextToken } = await listConfigs(tx, { ...query, ...params });
    const [newest] = data;
    if (!newest) throw new Problem("not_found", "No integration configuration is for this entity type.");
    const run = await latestRunOfConfig(tx, newest.id);
    return { ...toConfigWithRun(newest, run), data: data.map(toConfig), nextToken };
  },
});
