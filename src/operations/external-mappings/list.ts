import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { listMappings } from "../../store/external-mappings.ts";
import * as shapes from "../shapes.ts";
import { mapping, tag, toMapping } from "./shapes.ts";

const text = z.string().max(200);

export default operation({
  id: "externalMappings.list",
  method: "GET",
  path: "/externalmappings",
  tag,
  summary: "List external mappings, newest first",
  permission: { action: "config:retrieve", resource: "integration" },
  query: z.object({
    externalSystemId: text.optional(),
    m3terIds: z.preprocess(
      (given) => (typeof given === "string" ? given.split(",") : given),
      z.array(text).min(1, "Name at least one id.").max(200, "Name at most 200 ids.").optional(),
    ),
    integrationConfigId: shapes.id.optional(),
    ...shapes.paging,
  }),
  output: shapes.page(mapping),
  async run({ tx, query: { externalSystemId: system, integrationConfigId: configId, ...query } }) {
    const { data, nextToken } = await listMappings(tx, { ...query, system, configId });
    return { data: data.map(toMapping), nextToken };
  },
});
