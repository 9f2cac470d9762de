import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { authOptions, options, outgoingOf, requireSystem } from "./available-shapes.ts";
import { tag } from "./shapes.ts";

export default operation({
  id: "integrationConfigurations.availableAuth",
  method: "GET",
  path: "/integrationconfigs/available/{systemName}/auth/{entityType}",
  tag,
  summary: "List the kinds of credential that a system takes, with their fields",
  permission: { action: "config:retrieve", resource: "integration" },
  params: z.object({ systemName: z.string().max(100), entityType: z.string().max(100) }),
  output: options,
  async run({ context: { registry }, params: { systemName } }) {
    const destinations = outgoingOf(requireSystem(registry, systemName));
    const byDestination = destinations.map((id) => [id, authOptions(registry, id)] as const);
    return { empty: byDestination.every(([, { empty }]) => empty), destinations: Object.fromEntries(byDestination) };
  },
});
