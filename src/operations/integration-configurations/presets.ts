import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { planOf } from "../../integrations/plan.ts";
import { tag } from "./shapes.ts";

const step = z.strictObject({
  method: z.string(),
  path: z.string(),
  format: z.enum(["json", "form"]),
  mapping: z.string(),
});
const preset = z.strictObject({
  id: z.string(),
  name: z.string(),
  entityType: z.string(),
  systemId: z.string(),
  destinations: z.array(z.string()),
  externalTable: z.string(),
  accountTable: z.string().nullable(),
  /** Null: every type of the system. */
  credentialTypes: z.array(z.string()).nullable(),
  steps: z.array(step),
  updateSteps: z.array(step),
  externalId: z.string(),
  sample: z.record(z.string(), z.unknown()),
});

export default operation({
  id: "integrationConfigurations.presets",
  method: "GET",
  path: "/integrationconfigs/presets",
  tag,
  summary: "List the mappings that come with the systems",
  permission: { action: "config:retrieve", resource: "integration" },
  query: z.object({ destination: z.string().max(100).optional(), entityType: z.string().max(100).optional() }),
  output: z.strictObject({ data: z.array(preset) }),
  async run({ context: { registry }, query }) {
    const data = registry.systems.flatMap((system) => {
      const destinations = Object.keys(system.destinations).filter(
        (id) => system.destinations[id]?.direction === "outgoing",
      );
      if (query.destination !== undefined && !destinations.includes(query.destination)) return [];
      return (system.integrations?.presets ?? []).map((one) => {
        const { steps, updateSteps = [] } = planOf(one, {});
        const mapped = (list: typeof steps) => list.map((each) => ({ ...each, mapping: each.mapping ?? "" }));
        return {
          ...{ id: one.id, name: one.name, entityType: one.entityType, systemId: system.id, destinations },
          ...{ externalTable: one.externalTable, accountTable: one.accountTable ?? null },
          ...{ credentialTypes: one.credentialTypes ?? null },
          ...{ steps: mapped(steps), updateSteps: mapped(updateSteps), externalId: one.externalId, sample: one.sample },
        };
      });
    });
    const wanted = query.entityType?.toLowerCase();
    return { data: data.filter(({ entityType }) => wanted === undefined || entityType.toLowerCase() === wanted) };
  },
});
