import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { integrable, outgoingOf, typesOf } from "./available-shapes.ts";
import { tag } from "./shapes.ts";

export default operation({
  id: "integrationConfigurations.availableSystems",
  method: "GET",
  path: "/integrationconfigs/available/systems",
  tag,
  summary: "List the systems that entities can go to",
  permission: { action: "config:retrieve", resource: "integration" },
  query: z.object({ entityType: z.string().max(100).optional() }),
  output: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      category: z.string(),
      destinations: z.array(z.string()),
      entityTypes: z.array(z.string()),
      presets: z.array(z.string()),
    }),
  ),
  async run({ context: { registry }, query }) {
    const wanted = query.entityType?.toLowerCase();
    const systems = integrable(registry).map((system) => ({
      ...{ id: system.id, name: system.name, category: system.category },
      destinations: outgoingOf(system),
      entityTypes: typesOf(system),
      presets: (system.integrations?.presets ?? []).map(({ id }) => id),
    }));
    return systems.filter(
      (system) => wanted === undefined || system.entityTypes.some((type) => type.toLowerCase() === wanted),
    );
  },
});
