import { z } from "zod";
import { newId } from "../../crypto/ids.ts";
import { operation } from "../../define/operation.ts";
import { Problem } from "../../errors.ts";
import { insertWorkflow } from "../../store/workflows.ts";
import { type WorkflowDefinition, workflowDefinition } from "../../workflows/definition.ts";
import { type ExportDocument, exportDocument, withCredentials } from "../../workflows/export-document.ts";
import { schemaFaults } from "../../workflows/faults.ts";
import * as shapes from "../shapes.ts";
import { checkDefinition, requireMayUse } from "./check.ts";
import { requireWorkflow } from "./find.ts";
import { fault, toWorkflow, workflow } from "./shapes.ts";

const missing = z.strictObject({ ref: z.string(), name: z.string(), destination: z.string(), type: z.string() });

export default operation({
  id: "workflows.import",
  method: "POST",
  path: "/workflows/import",
  tag: "Workflows",
  summary: "Make a workflow, as a draft, of an exported one or of a template; credentials are named by their reference",
  permission: { action: "config:create", resource: "workflow" },
  audit: { action: "workflow.imported", detail: ({ name }) => ({ name }) },
  body: z.strictObject({
    document: exportDocument,
    name: shapes.name.optional(),
    credentials: z.record(z.string().max(100), shapes.id).default({}),
  }),
  output: workflow.extend({ faults: z.array(fault), missingCredentials: z.array(missing) }),
  async run({ context, tx, actor, organizationId, body: { document, name, credentials } }) {
    const definition = withCredentials(parseDefinition(document), (ref) => credentials[ref] ?? null);
    await requireMayUse(tx, actor, definition, []);
    const id = newId();
    const { description } = document;
    const draft = {
      id,
      organizationId,
      name: name ?? document.name,
      description,
      draft: definition,
      actorId: actor.id,
    };
    await insertWorkflow(tx, draft);
    const missingCredentials = Object.entries(document.credentials)
      .filter(([ref]) => credentials[ref] === undefined)
      .map(([ref, credential]) => ({ ref, ...credential }));
    const faults = await checkDefinition(context, tx, definition);
    return { ...toWorkflow(await requireWorkflow(tx, id)), faults, missingCredentials };
  },
});

function parseDefinition({ definition }: ExportDocument): WorkflowDefinition {
  const parsed = workflowDefinition.safeParse(definition);
  if (parsed.success) return parsed.data as WorkflowDefinition;
  const errors = schemaFaults(parsed.error).map(({ place, message }) => ({
    field: `document.definition.${place}`,
    message,
  }));
  throw new Problem("validation_failed", `${errors[0]?.field}: ${errors[0]?.message}`, { errors });
}
