import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { definitionSchema } from "../../workflows/definition.ts";

export default operation({
  id: "workflows.schema",
  method: "GET",
  path: "/workflows/schema",
  tag: "Workflows",
  summary: "The JSON Schema of a workflow's definition",
  permission: { action: "config:retrieve", resource: "workflow" },
  output: z.looseObject({ $id: z.string(), title: z.string() }),
  async run() {
    return definitionSchema() as { $id: string; title: string };
  },
});
