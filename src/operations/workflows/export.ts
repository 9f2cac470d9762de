import { operation } from "../../define/operation.ts";
import { findCredentialsById } from "../../store/workflow-knowledge.ts";
import { parameterNames } from "../../store/workflow-parameters.ts";
import { findReferences } from "../../store/workflow-references.ts";
import { exportDocument, toDocument } from "../../workflows/export-document.ts";
import { referencesOf } from "../../workflows/references.ts";
import { credentialIds } from "./check.ts";
import { readDefinition, requireVersionOf, requireWorkflow } from "./find.ts";
import { numberParams } from "./shapes.ts";

export default operation({
  id: "workflows.export",
  method: "GET",
  path: "/workflows/{id}/versions/{number}/export",
  tag: "Workflows",
  summary: "Export a published version: credentials, webhooks and rules by name and type, no secrets",
  permission: { action: "config:retrieve", resource: "workflow" },
  params: numberParams,
  output: exportDocument,
  async run({ context, tx, params: { id, number } }) {
    const { name, description } = await requireWorkflow(tx, id);
    const definition = readDefinition((await requireVersionOf(tx, id, number)).definition);
    const credentials = await findCredentialsById(tx, credentialIds(definition));
    const { functions } = context.workflows;
    const named = referencesOf(definition, functions);
    const found = await findReferences(tx, [...new Set(named.map((reference) => reference.id))]);
    const references = found.filter((row) => named.some((one) => one.kind === row.kind && one.id === row.id));
    const sealed = new Set(await parameterNames(tx, { sealedOnly: true }));
    const exportedAt = new Date(context.now()).toISOString();
    return toDocument({ name, description, exportedAt, definition, credentials, references, sealed }, functions);
  },
});
