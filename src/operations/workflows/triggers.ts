import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { triggers } from "../../workflows/triggers/catalogue.ts";
import { triggerTypes } from "./shapes.ts";

export default operation({
  id: "workflows.triggers",
  method: "GET",
  path: "/workflows/triggers",
  tag: "Workflows",
  summary: "List what can start a workflow, each with a sample of $trigger",
  permission: { action: "config:retrieve", resource: "workflow" },
  output: z.strictObject({
    data: z.array(
      z.strictObject({
        type: z.enum(triggerTypes),
        name: z.string(),
        summary: z.string(),
        members: z.array(z.strictObject({ name: z.string(), label: z.string(), required: z.boolean() })),
        sample: z.json(),
      }),
    ),
  }),
  async run() {
    return { data: triggers };
  },
});
