import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { exportDocument } from "../../workflows/export-document.ts";
import { templates } from "../../workflows/templates.ts";

export default operation({
  id: "workflows.templates",
  method: "GET",
  path: "/workflows/templates",
  tag: "Workflows",
  summary: "List workflows to begin with; importing a document makes a draft of it",
  permission: { action: "config:retrieve", resource: "workflow" },
  output: z.strictObject({
    data: z.array(
      z.strictObject({
        id: z.string(),
        name: z.string(),
        summary: z.string(),
        category: z.string(),
        systems: z.array(z.string()),
        document: exportDocument,
      }),
    ),
  }),
  async run() {
    return { data: templates() };
  },
});
