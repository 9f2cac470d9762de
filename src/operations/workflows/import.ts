import { z } from "zod";
import { newId } from "../../crypto/ids.ts";
import { operation } from "../../define/operation.ts";
import { insertWorkflow } from "../../store/workflows.ts";
import type { ExportDocument } from "../../workflows/export-document.ts";
import { definitionOf, type ImportChoices, withChoices } from "../../workflows/import-document.ts";
import * as shapes from "../shapes.ts";
import { checkDefinition, requireMayUse } from "./check.ts";
import { requireWorkflow } from "./find.ts";
import { parameterNeeds } from "./import-needs.ts";
import { importInput, missingCredential, missingReference } from "./import-shapes.ts";
import { fault, toWorkflow, workflow } from "./shapes.ts";

export default operation({
  id: "workflows.import",
  method: "POST",
  path: "/workflows/import",
  tag: "Workflows",
  summary:
    "Make a workflow, as a draft, of an exported one or of a template, with your credentials, webhooks and rules in it",
  permission: { action: "config:create", resource: "workflow" },
  audit: { action: "workflow.imported", detail: ({ name }) => ({ name }) },
  body: z.strictObject({ ...importInput, name: shapes.name.optional() }),
  output: workflow.extend({
    faults: z.array(fault),
    missingCredentials: z.array(missingCredential),
    missingReferences: z.array(missingReference),
    /** Global parameters that the expressions name and that are not there. */
    missingParameters: z.array(z.string()),
  }),
  async run({ context, tx, actor, organizationId, body: { document, name, ...choices } }) {
    const given = definitionOf(document);
    const definition = withChoices(document, given, context.workflows.functions, choices);
    await requireMayUse(tx, actor, definition, []);
    const id = newId();
    await insertWorkflow(tx, {
      ...{ id, organizationId, name: name ?? document.name, description: document.description },
      ...{ draft: definition, actorId: actor.id },
    });
    const faults = await checkDefinition(context, tx, definition, id);
    const needs = await parameterNeeds({ context, tx, actor, document, definition });
    const missingParameters = needs.filter(({ exists }) => !exists).map((need) => need.name);
    const missing = missingOf(document, choices);
    return { ...toWorkflow(await requireWorkflow(tx, id)), faults, ...missing, missingParameters };
  },
});

/** What the document names and nobody chose. */
function missingOf({ credentials, references }: ExportDocument, choices: ImportChoices) {
  const left = <Wanted>(wanted: Record<string, Wanted>, chosen: Record<string, string>) =>
    Object.entries(wanted)
      .filter(([ref]) => !Object.hasOwn(chosen, ref))
      .map(([ref, one]) => ({ ref, ...one }));
  return {
    missingCredentials: left(credentials, choices.credentials),
    missingReferences: left(references, choices.references),
  };
}
