import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { changeWorkflow } from "../../store/workflows.ts";
import { requireVersion } from "../credentials/find.ts";
import * as shapes from "../shapes.ts";
import { requireForChange, requireWorkflow } from "./find.ts";
import { description, toWorkflow, workflow } from "./shapes.ts";

export default operation({
  id: "workflows.update",
  method: "PUT",
  path: "/workflows/{id}",
  tag: "Workflows",
  summary: "Rename or describe a workflow",
  permission: { action: "config:update", resource: "workflow" },
  audit: { action: "workflow.updated", detail: ({ name, version }) => ({ name, version }) },
  params: shapes.idParams,
  body: z.strictObject({
    version: shapes.version,
    name: shapes.name.optional(),
    description: description.optional(),
  }),
  output: workflow,
  errors: ["version_conflict"],
  async run({ tx, actor, params: { id }, body: { version, ...change } }) {
    const row = await requireForChange(tx, id);
    requireVersion(row.version, version);
    await changeWorkflow(tx, id, actor.id, change);
    return toWorkflow(await requireWorkflow(tx, id));
  },
});
