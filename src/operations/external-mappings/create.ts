import { z } from "zod";
import { newId } from "../../crypto/ids.ts";
import { operation } from "../../define/operation.ts";
import { insertMapping } from "../../store/external-mappings.ts";
import { mapping, mappingMembers, requireMapping, tag, taken, toMapping, toValues } from "./shapes.ts";

export default operation({
  id: "externalMappings.create",
  method: "POST",
  path: "/externalmappings",
  tag,
  summary: "Say under which id an external system knows an entity",
  permission: { action: "config:create", resource: "integration" },
  audit: {
    action: "externalmapping.created",
    detail: ({ m3terEntity, externalSystem, externalTable }) => ({ m3terEntity, externalSystem, externalTable }),
  },
  body: z.strictObject({ ...mappingMembers, version: z.int().optional() }),
  output: mapping,
  errors: ["already_exists"],
  async run({ tx, actor, organizationId, body: { version: _, ...body } }) {
    const id = newId();
    const values = await toValues(tx, body);
    if (!(await insertMapping(tx, { ...values, id, organizationId, actorId: actor.id }))) throw taken();
    return toMapping(await requireMapping(tx, id));
  },
});
