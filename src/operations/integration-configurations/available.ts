import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { listConfigs } from "../../store/integration-configs.ts";
import * as available from "./available-shapes.ts";
import { config, tag, toConfig } from "./shapes.ts";

export default operation({
  id: "integrationConfigurations.available",
  method: "GET",
  path: "/integrationconfigs/available",
  tag,
  summary: "List the entity types with the destinations they can go to, and the newest 200 configurations",
  permission: { action: "config:retrieve", resource: "integration" },
  query: z.object({ systemName: z.string().max(100).optional(), entityType: z.string().max(100).optional() }),
  output: z.strictObject({
    supportedEntities: z.record(z.string(), available.entityConfiguration),
    selectedConfigurations: z.record(z.string(), z.array(config)),
    globalConfigurationOptions: available.options,
  }),
  async run({ context: { registry }, tx, query }) {
    const { systemName, entityType } = query;
    const systems =
      systemName === undefined ? available.integrable(registry) : [available.requireSystem(registry, systemName)];
    const types = [...new Set(systems.flatMap(available.typesOf))].filter(
      (type) => entityType === undefined || type.toLowerCase() === entityType.toLowerCase(),
    );
    const destinations = new Set(systems.flatMap(available.outgoingOf));
    const { data } = await listConfigs(tx, { entityType, pageSize: 200 });
    const selected = data.filter(({ destination }) => destinations.has(destination)).map(toConfig);
    return {
      supportedEntities: Object.fromEntries(
        types.map((type) => [type, available.describeEntity(registry, systems, type)]),
      ),
      selectedConfigurations: Object.fromEntries(Map.groupBy(selected, (one) => one.entityType)),
      globalConfigurationOptions: { empty: false, maxFailures: "integer", notify: "e-mail addresses" },
    };
  },
});
