import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { changeConfig } from "../../store/integration-configs.ts";
import { requireVersion } from "../credentials/find.ts";
import { idParams, version } from "../shapes.ts";
import { configMembers, credentialOf } from "./body.ts";
import { checkConfig, requireConfig, requireConfigForChange } from "./find.ts";
import { config, tag, toConfig } from "./shapes.ts";

export default operation({
  id: "integrationConfigurations.update",
  method: "PUT",
  path: "/integrationconfigs/{id}",
  tag,
  summary: "Change an integration configuration; what is left out is kept",
  permission: { action: "config:update", resource: "integration" },
  audit: {
    action: "integration.updated",
    detail: ({ name, entityType, destination, version }) => ({ name, entityType, destination, version }),
  },
  params: idParams,
  body: z.strictObject({ ...z.object(configMembers).partial().shape, version }),
  output: config,
  errors: ["version_conflict"],
  async run(call) {
    const { context, tx, actor, params, body } = call;
    const row = await requireConfigForChange(tx, params.id);
    requireVersion(row.version, body.version);
    const { name = row.name, destination = row.destination, credentials } = body;
    const { integrationCredentialsId = credentials ? null : row.credential_id } = body;
    const values = {
      name,
      entityType: body.entityType ?? row.entity_type,
      entityId: body.entityId === undefined ? row.entity_id : body.entityId,
      destination,
      destinationId: body.destinationId === undefined ? row.destination_id : body.destinationId,
      configData: body.configData ?? row.config_data,
      credentialId: await credentialOf(call, { name, destination, credentials, integrationCredentialsId }),
    };
    await checkConfig(context, tx, actor, values);
    await changeConfig(tx, params.id, actor.id, values);
    return toConfig(await requireConfig(tx, params.id));
  },
});
