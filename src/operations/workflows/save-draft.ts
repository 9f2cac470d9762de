import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { changeWorkflow } from "../../store/workflows.ts";
import { type WorkflowDefinition, workflowDefinition } from "../../workflows/definition.ts";
import { requireVersion } from "../credentials/find.ts";
import * as shapes from "../shapes.ts";
import { checkDefinition, requireMayUse } from "./check.ts";
import { requireForChange, requireWorkflow } from "./find.ts";
import { definitionInUse, triggerColumns } from "./ready.ts";
import { fault, toWorkflow, workflow } from "./shapes.ts";

export default operation({
  id: "workflows.saveDraft",
  method: "PUT",
  path: "/workflows/{id}/draft",
  tag: "Workflows",
  summary: "Save the draft, faulty or not, and tell its faults",
  permission: { action: "config:update", resource: "workflow" },
  audit: { action: "workflow.drafted", detail: ({ version }) => ({ version }) },
  params: shapes.idParams,
  body: z.strictObject({ version: shapes.version, definition: workflowDefinition }),
  output: workflow.extend({ faults: z.array(fault) }),
  errors: ["version_conflict"],
  async run({ context, tx, actor, params: { id }, body }) {
    const row = await requireForChange(tx, id);
    requireVersion(row.version, body.version);
    const definition = body.definition as WorkflowDefinition;
    const earlier = (row.draft ?? undefined) as WorkflowDefinition | undefined;
    await requireMayUse(tx, actor, definition, [earlier, await definitionInUse(tx, row)]);
    const trigger = row.use_draft ? triggerColumns(definition.trigger) : undefined;
    await changeWorkflow(tx, id, actor.id, { draft: definition, trigger });
    const faults = await checkDefinition(context, tx, definition, id);
    return { ...toWorkflow(await requireWorkflow(tx, id)), faults };
  },
});
