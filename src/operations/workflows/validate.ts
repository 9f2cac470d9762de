import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { type WorkflowDefinition, workflowDefinition } from "../../workflows/definition.ts";
import { schemaFaults } from "../../workflows/faults.ts";
import * as shapes from "../shapes.ts";
import { checkDefinition } from "./check.ts";
import { fault } from "./shapes.ts";

export default operation({
  id: "workflows.validate",
  method: "POST",
  path: "/workflows/validate",
  tag: "Workflows",
  summary: "Tell every fault of a definition with its place; stores nothing",
  permission: { action: "config:retrieve", resource: "workflow" },
  body: z.strictObject({
    definition: z.json({ error: "Give the definition." }),
    /** Whose definition it is: what starts that workflow is then known. */
    workflowId: shapes.id.optional(),
  }),
  output: z.strictObject({ valid: z.boolean(), faults: z.array(fault) }),
  async run({ context, tx, body }) {
    const parsed = workflowDefinition.safeParse(body.definition);
    const faults = parsed.success
      ? await checkDefinition(context, tx, parsed.data as WorkflowDefinition, body.workflowId)
      : schemaFaults(parsed.error);
    return { valid: !faults.some(({ severity }) => severity === "error"), faults };
  },
});
