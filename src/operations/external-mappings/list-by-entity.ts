import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { listMappings } from "../../store/external-mappings.ts";
import * as shapes from "../shapes.ts";
import { mapping, tag, toMapping } from "./shapes.ts";

const text = z.string().max(200);

export default operation({
  id: "externalMappings.listByEntity",
  method: "GET",
  path: "/externalmappings/external/{entity}/{m3terId}",
  tag,
  summary: "List where external systems know an entity",
  permission: { action: "config:retrieve", resource: "integration" },
  params: z.object({ entity: text, m3terId: text }),
  query: z.object(shapes.paging),
  output: shapes.page(mapping),
  async run({ tx, params: { entity, m3terId }, query }) {
    const { data, nextToken } = await listMappings(tx, { ...query, entity, m3terIds: [m3terId] });
    return { data: data.map(toMapping), nextToken };
  },
});
