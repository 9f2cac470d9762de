import { z } from "zod";
import { newId } from "../../crypto/ids.ts";
import { operation } from "../../define/operation.ts";
import { Problem } from "../../errors.ts";
import { insertWorkflow } from "../../store/workflows.ts";
import * as shapes from "../shapes.ts";
import { requireMayUse } from "./check.ts";
import { readDefinition, requireWorkflow } from "./find.ts";
import { toWorkflow, workflow } from "./shapes.ts";

const longestName = 200;

export default operation({
  id: "workflows.duplicate",
  method: "POST",
  path: "/workflows/{id}/duplicate",
  tag: "Workflows",
  summary: "Make another workflow, as a draft, of this one's draft or published version",
  permission: { action: "config:create", resource: "workflow" },
  audit: { action: "workflow.duplicated", detail: ({ name }) => ({ name }) },
  params: shapes.idParams,
  body: z.strictObject({ name: shapes.name.optional() }),
  output: workflow,
  async run({ tx, actor, organizationId, params, body }) {
    const original = await requireWorkflow(tx, params.id);
    if (!actor.may("config:retrieve", "workflow", params.id)) {
      throw new Problem("not_permitted", "This needs the permission config:retrieve on workflow.");
    }
    const definition = readDefinition(original.draft ?? original.published);
    await requireMayUse(tx, actor, definition, []);
    const { trigger } = definition;
    const draft = trigger.type === "webhook" ? { ...definition, trigger: { ...trigger, webhookId: null } } : definition;
    const id = newId();
    const name = body.name ?? `Copy of ${original.name}`.slice(0, longestName);
    await insertWorkflow(tx, { id, organizationId, name, description: original.description, draft, actorId: actor.id });
    return toWorkflow(await requireWorkflow(tx, id));
  },
});
