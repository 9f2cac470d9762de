import { z } from "zod";
import { newId } from "../../crypto/ids.ts";
import { operation } from "../../define/operation.ts";
import { insertConfig } from "../../store/integration-configs.ts";
import { configMembers, credentialOf } from "./body.ts";
import { checkConfig, requireConfig } from "./find.ts";
import { config, tag, toConfig } from "./shapes.ts";

export default operation({
  id: "integrationConfigurations.create",
  method: "POST",
  path: "/integrationconfigs",
  tag,
  summary: "Create an integration configuration, with a credential that exists or a new one",
  permission: { action: "config:create", resource: "integration" },
  audit: {
    action: "integration.created",
    detail: ({ name, entityType, destination }) => ({ name, entityType, destination }),
  },
  body: z.strictObject({ ...configMembers, version: z.int().optional() }),
  example: {
    entityType: "Bill",
    destination: "CHARGEBEE",
    integrationCredentialsId: "0190a000-0000-7000-8000-000000000002",
  },
  output: config,
  async run(call) {
    const { context, tx, actor, organizationId, body } = call;
    const { entityType, entityId = null, destination, destinationId = null, configData = {} } = body;
    const systemName = context.registry.destination(destination)?.name ?? destination;
    const { name = `${entityType} to ${systemName}`, credentials, integrationCredentialsId } = body;
    const credentialId = await credentialOf(call, { name, destination, credentials, integrationCredentialsId });
    const values = { name, entityType, entityId, destination, destinationId, configData, credentialId };
    await checkConfig(context, tx, actor, values);
    const id = newId();
    await insertConfig(tx, { ...values, id, organizationId, actorId: actor.id });
    return toConfig(await requireConfig(tx, id));
  },
});
