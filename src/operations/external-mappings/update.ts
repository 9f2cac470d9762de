import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { changeMapping, isMappingTaken } from "../../store/external-mappings.ts";
import { requireVersion } from "../credentials/find.ts";
import { idParams, version } from "../shapes.ts";
import {
  mapping,
  mappingMembers,
  requireMapping,
  requireMappingForChange,
  tag,
  taken,
  toMapping,
  toValues,
} from "./shapes.ts";

export default operation({
  id: "externalMappings.update",
  method: "PUT",
  path: "/externalmappings/{id}",
  tag,
  summary: "Change an external mapping; what is left out is kept",
  permission: { action: "config:update", resource: "integration" },
  audit: {
    action: "externalmapping.updated",
    detail: ({ m3terEntity, externalSystem, externalTable }) => ({ m3terEntity, externalSystem, externalTable }),
  },
  params: idParams,
  body: z.strictObject({ ...z.object(mappingMembers).partial().shape, version }),
  output: mapping,
  errors: ["version_conflict", "already_exists"],
  async run({ tx, actor, params: { id }, body }) {
    const row = await requireMappingForChange(tx, id);
    requireVersion(row.version, body.version);
    const { m3terEntity, m3terId, externalSystem, externalTable, externalId, integrationConfigId } = toMapping(row);
    const values = await toValues(tx, {
      m3terEntity: body.m3terEntity ?? m3terEntity,
      m3terId: body.m3terId ?? m3terId,
      externalSystem: body.externalSystem ?? externalSystem,
      externalTable: body.externalTable ?? externalTable,
      externalId: body.externalId ?? externalId,
      integrationConfigId: body.integrationConfigId === undefined ? integrationConfigId : body.integrationConfigId,
    });
    if (await isMappingTaken(tx, id, values)) throw taken();
    await changeMapping(tx, id, actor.id, values);
    return toMapping(await requireMapping(tx, id));
  },
});
