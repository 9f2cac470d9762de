import { z } from "zod";
import { newId } from "../../crypto/ids.ts";
import { operation } from "../../define/operation.ts";
import { insertWorkflow } from "../../store/workflows.ts";
import { type WorkflowDefinition, workflowDefinition } from "../../workflows/definition.ts";
import { name } from "../shapes.ts";
import { requireMayUse } from "./check.ts";
import { requireWorkflow } from "./find.ts";
import { description, toWorkflow, workflow } from "./shapes.ts";

const emptyDefinition = { formatVersion: 1, trigger: { type: "manual", next: [] }, steps: [] };

export default operation({
  id: "workflows.create",
  method: "POST",
  path: "/workflows",
  tag: "Workflows",
  summary: "Create a workflow, with a draft and no published version",
  permission: { action: "config:create", resource: "workflow" },
  audit: { action: "workflow.created", detail: ({ name }) => ({ name }) },
  body: z.strictObject({
    name,
    description: description.default(null),
    definition: workflowDefinition.optional(),
  }),
  example: {
    name: "Orders to the ledger",
    definition: {
      formatVersion: 1,
      trigger: { type: "manual", next: ["pause"] },
      steps: [{ id: "pause", function: "flow.wait", inputs: { seconds: { value: 5 } } }],
    },
  },
  output: workflow,
  async run({ tx, actor, organizationId, body }) {
    const id = newId();
    const draft = body.definition ?? workflowDefinition.parse(emptyDefinition);
    await requireMayUse(tx, actor, draft as WorkflowDefinition, []);
    await insertWorkflow(tx, { ...body, id, organizationId, draft, actorId: actor.id });
    return toWorkflow(await requireWorkflow(tx, id));
  },
});
