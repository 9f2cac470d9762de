import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { changeParameter } from "../../store/workflow-parameters.ts";
import { requireVersion } from "../credentials/find.ts";
import * as shapes from "../shapes.ts";
import {
  nameTaken,
  parameter,
  parameterDescription,
  parameterName,
  parameterValue,
  requireParameter,
  storedValue,
  toParameter,
} from "./shapes.ts";

export default operation({
  id: "workflowParameters.update",
  method: "PUT",
  path: "/workflowparameters/{id}",
  tag: "Workflows",
  summary: "Change a global parameter; what is left out is kept, a secret value too",
  permission: { action: "config:update", resource: "workflow" },
  audit: { action: "workflowparameter.updated", detail: ({ name, version }) => ({ name, version }) },
  params: shapes.idParams,
  body: z.strictObject({
    version: shapes.version,
    name: parameterName.optional(),
    description: parameterDescription.optional(),
    value: parameterValue.optional(),
  }),
  output: parameter,
  errors: ["version_conflict", "already_exists"],
  async run({ context, tx, actor, organizationId, params: { id }, body }) {
    const row = await requireParameter(tx, id, true);
    requireVersion(row.version, body.version);
    const kept = { value: row.value === null ? null : JSON.stringify(row.value), sealed: row.sealed };
    const stored =
      body.value === undefined ? kept : await storedValue(context, organizationId, id, row.is_secret, body.value);
    const description = body.description === undefined ? row.description : body.description;
    await changeParameter(tx, id, actor.id, { name: body.name ?? row.name, description, ...stored }).catch(nameTaken);
    return toParameter(await requireParameter(tx, id));
  },
});
