import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { Problem } from "../../errors.ts";
import { outgoingOf, requireSystem, typesOf } from "./available-shapes.ts";
import { tag } from "./shapes.ts";

export default operation({
  id: "integrationConfigurations.optionValues",
  method: "GET",
  path: "/integrationconfigs/values/{systemName}/{configOption}",
  tag,
  summary: "List the values of an option: preset, destination, entityType or externalTable",
  permission: { action: "config:retrieve", resource: "integration" },
  params: z.object({ systemName: z.string().max(100), configOption: z.string().max(100) }),
  output: z.array(z.strictObject({ id: z.string(), label: z.string() })),
  async run({ context: { registry }, params }) {
    const system = requireSystem(registry, params.systemName);
    const presets = system.integrations?.presets ?? [];
    const same = (id: string) => ({ id, label: id });
    const values: Record<string, { id: string; label: string }[]> = {
      preset: presets.map(({ id, name }) => ({ id, label: name })),
      destination: outgoingOf(system).map((id) => ({ id, label: system.destinations[id]?.name ?? id })),
      entityType: typesOf(system).map(same),
      externalTable: [...new Set(presets.map(({ externalTable }) => externalTable))].map(same),
    };
    const found = Object.hasOwn(values, params.configOption) ? values[params.configOption] : undefined;
    if (!found) throw new Problem("not_found", "There is no such option.");
    return found;
  },
});
