import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { definitionOf, withChoices } from "../../workflows/import-document.ts";
import { checkDefinition } from "./check.ts";
import { credentialNeeds, parameterNeeds, referenceNeeds } from "./import-needs.ts";
import { credentialNeed, importInput, parameterNeed, referenceNeed } from "./import-shapes.ts";
import { fault } from "./shapes.ts";

export default operation({
  id: "workflows.checkImport",
  method: "POST",
  path: "/workflows/import/check",
  tag: "Workflows",
  summary: "Tell what an exported workflow or a template needs of this organization, and what fits; stores nothing",
  permission: { action: "config:create", resource: "workflow" },
  body: z.strictObject(importInput),
  output: z.strictObject({
    name: z.string(),
    description: z.string().nullable(),
    credentials: z.array(credentialNeed),
    references: z.array(referenceNeed),
    parameters: z.array(parameterNeed),
    /** What an import with these choices would leave. */
    faults: z.array(fault),
  }),
  async run({ context, tx, actor, body: { document, ...choices } }) {
    const definition = definitionOf(document);
    const importing = { context, tx, actor, document, definition };
    const credentials = await credentialNeeds(importing);
    const references = await referenceNeeds(importing);
    const parameters = await parameterNeeds(importing);
    const chosen = withChoices(document, definition, context.workflows.functions, choices);
    const faults = await checkDefinition(context, tx, chosen);
    return { name: document.name, description: document.description, credentials, references, parameters, faults };
  },
});
