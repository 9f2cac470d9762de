import { operation } from "../../define/operation.ts";
import { deleteMapping } from "../../store/external-mappings.ts";
import { idParams } from "../shapes.ts";
import { mapping, requireMappingForChange, tag, toMapping } from "./shapes.ts";

export default operation({
  id: "externalMappings.delete",
  method: "DELETE",
  path: "/externalmappings/{id}",
  tag,
  summary: "Delete an external mapping",
  permission: { action: "config:delete", resource: "integration" },
  audit: {
    action: "externalmapping.deleted",
    detail: ({ m3terEntity, externalSystem, externalTable }) => ({ m3terEntity, externalSystem, externalTable }),
  },
  params: idParams,
  output: mapping,
  async run({ tx, params: { id } }) {
    const row = await requireMappingForChange(tx, id);
    await deleteMapping(tx, id);
    return toMapping(row);
  },
});
