import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { Problem } from "../../errors.ts";
import { countCredentials } from "../../store/credentials.ts";
import { installationOf, system, toSystem } from "./shapes.ts";

export default operation({
  id: "systems.get",
  method: "GET",
  path: "/systems/{destination}",
  tag: "Systems",
  summary: "Read the system that has a destination",
  permission: { action: "config:retrieve", resource: "system", idParam: "destination" },
  params: z.object({ destination: z.string().max(100) }),
  output: system,
  async run({ context, tx, params }) {
    const { registry } = context;
    const entry = registry.destination(params.destination);
    if (!entry) throw new Problem("not_found", "No system has this destination.");
    return toSystem(registry, entry.system, await countCredentials(tx), installationOf(context));
  },
});
