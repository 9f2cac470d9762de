import { operation } from "../../define/operation.ts";
import { idParams } from "../shapes.ts";
import { mapping, requireMapping, tag, toMapping } from "./shapes.ts";

export default operation({
  id: "externalMappings.get",
  method: "GET",
  path: "/externalmappings/{id}",
  tag,
  summary: "Read an external mapping",
  permission: { action: "config:retrieve", resource: "integration" },
  params: idParams,
  output: mapping,
  async run({ tx, params: { id } }) {
    return toMapping(await requireMapping(tx, id));
  },
});
