import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { describeEntity, entityConfiguration, requireSystem, typesOf } from "./available-shapes.ts";
import { tag } from "./shapes.ts";

export default operation({
  id: "integrationConfigurations.availableEntities",
  method: "GET",
  path: "/integrationconfigs/available/{systemName}/entities",
  tag,
  summary: "List the entity types that can go to a system",
  permission: { action: "config:retrieve", resource: "integration" },
  params: z.object({ systemName: z.string().max(100) }),
  output: z.array(z.strictObject({ entityType: z.string(), ...entityConfiguration.shape })),
  async run({ context: { registry }, params: { systemName } }) {
    const system = requireSystem(registry, systemName);
    return typesOf(system).map((entityType) => ({ entityType, ...describeEntity(registry, [system], entityType) }));
  },
});
