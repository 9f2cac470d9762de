import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { Problem } from "../../errors.ts";
import { insertVersion } from "../../store/workflow-versions.ts";
import { changeWorkflow } from "../../store/workflows.ts";
import { requireVersion } from "../credentials/find.ts";
import * as shapes from "../shapes.ts";
import { checkDefinition, refuseFaulty } from "./check.ts";
import { readDefinition, requireForChange, requireWorkflow } from "./find.ts";
import { linkTrigger, requireVerifiedTrigger, triggerColumns } from "./ready.ts";
import { toWorkflow, workflow } from "./shapes.ts";

export default operation({
  id: "workflows.publish",
  method: "POST",
  path: "/workflows/{id}/publish",
  tag: "Workflows",
  summary: "Make the draft the next numbered version, which never changes",
  permission: { action: "config:update", resource: "workflow" },
  audit: { action: "workflow.published", detail: ({ publishedVersion }) => ({ publishedVersion }) },
  params: shapes.idParams,
  body: z.strictObject({ version: shapes.version, note: z.string().trim().max(500).nullable().default(null) }),
  output: workflow,
  errors: ["version_conflict", "workflow_invalid", "workflow_not_ready", "trigger_not_verified"],
  async run({ context, tx, actor, organizationId, params: { id }, body }) {
    const row = await requireForChange(tx, id);
    requireVersion(row.version, body.version);
    if (row.draft === null)
      throw new Problem("workflow_not_ready", "There is no draft to publish. Change something first.");
    const definition = readDefinition(row.draft);
    refuseFaulty(await checkDefinition(context, tx, definition, id));
    await linkTrigger(tx, actor, id, definition.trigger);
    if (row.enabled) await requireVerifiedTrigger(tx, id, definition.trigger);
    const number = (row.published_version ?? 0) + 1;
    await insertVersion(tx, { workflowId: id, number, organizationId, definition, note: body.note, actorId: actor.id });
    const trigger = triggerColumns(definition.trigger);
    await changeWorkflow(tx, id, actor.id, { draft: null, useDraft: false, publishedVersion: number, trigger });
    return toWorkflow(await requireWorkflow(tx, id));
  },
});
