import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { countCredentials } from "../../store/credentials.ts";
import { installationOf, system, toSystem } from "./shapes.ts";

export default operation({
  id: "systems.list",
  method: "GET",
  path: "/systems",
  tag: "Systems",
  summary: "List the systems that credentials can be made for",
  permission: { action: "config:retrieve", resource: "system" },
  output: z.strictObject({ data: z.array(system) }),
  async run({ context, tx }) {
    const { registry } = context;
    const installation = installationOf(context);
    const counts = await countCredentials(tx);
    return { data: registry.systems.map((definition) => toSystem(registry, definition, counts, installation)) };
  },
});
