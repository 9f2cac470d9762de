import { z } from "zod";
import { newId } from "../../crypto/ids.ts";
import { operation } from "../../define/operation.ts";
import { insertParameter } from "../../store/workflow-parameters.ts";
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
  id: "workflowParameters.create",
  method: "POST",
  path: "/workflowparameters",
  tag: "Workflows",
  summary: "Create a global parameter, which expressions read as $params.name; a secret one is sealed",
  permission: { action: "config:create", resource: "workflow" },
  audit: { action: "workflowparameter.created", detail: ({ name, secret }) => ({ name, secret }) },
  body: z.strictObject({
    name: parameterName,
    description: parameterDescription.default(null),
    secret: z.boolean({ error: "Use true or false." }).default(false),
    value: parameterValue,
  }),
  output: parameter,
  errors: ["already_exists"],
  async run({ context, tx, actor, organizationId, body }) {
    const { name, description, secret: isSecret } = body;
    const id = newId();
    const stored = await storedValue(context, organizationId, id, isSecret, body.value);
    const values = { id, organizationId, name, description, isSecret, actorId: actor.id, ...stored };
    await insertParameter(tx, values).catch(nameTaken);
    return toParameter(await requireParameter(tx, id));
  },
});
