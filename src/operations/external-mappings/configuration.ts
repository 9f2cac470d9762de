import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { entityTypes, integrable, outgoingOf } from "../integration-configurations/available-shapes.ts";
import { tag } from "./shapes.ts";

export default operation({
  id: "externalMappings.configuration",
  method: "GET",
  path: "/externalmappingconfiguration",
  tag,
  summary: "List the entity types, and the external systems with the tables their presets use",
  permission: { action: "config:retrieve", resource: "integration" },
  output: z.strictObject({
    m3terEntities: z.array(z.string()),
    externalSystems: z.array(
      z.strictObject({ name: z.string(), tables: z.array(z.string()), allowCustomExternalTables: z.boolean() }),
    ),
  }),
  async run({ context: { registry } }) {
    const systems = integrable(registry).flatMap((system) => {
      const { presets = [], lists = [] } = system.integrations ?? {};
      const tables = [...new Set([...presets.map((one) => one.externalTable), ...lists.map(({ table }) => table)])];
      return outgoingOf(system).map((name) => ({ name, tables, allowCustomExternalTables: true }));
    });
    return { m3terEntities: entityTypes, externalSystems: systems };
  },
});
