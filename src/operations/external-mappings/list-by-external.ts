import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { listMappings } from "../../store/external-mappings.ts";
import * as shapes from "../shapes.ts";
import { mapping, tag, toMapping } from "./shapes.ts";

const text = z.string().max(200);

export default operation({
  id: "externalMappings.listByExternal",
  method: "GET",
  path: "/externalmappings/externalid/{system}/{externalTable}/{externalId}",
  tag,
  summary: "List the entities that an external id stands for",
  permission: { action: "config:retrieve", resource: "integration" },
  params: z.object({ system: text, externalTable: text, externalId: text }),
  query: z.object(shapes.paging),
  output: shapes.page(mapping),
  async run({ tx, params: { system, externalTable: table, externalId }, query }) {
    const { data, nextToken } = await listMappings(tx, { ...query, system, table, externalId });
    return { data: data.map(toMapping), nextToken };
  },
});
