import { z } from "zod";
import { newId } from "../../crypto/ids.ts";
import { operation } from "../../define/operation.ts";
import { insertPolicy } from "../../store/permission-policies.ts";
import { permissionPolicy, policyBody, toPermissionPolicy } from "./shapes.ts";

export default operation({
  id: "permissionPolicies.create",
  method: "POST",
  path: "/permissionpolicies",
  tag: "Permission policies",
  summary: "Create a permission policy; it has no effect until it is attached",
  permission: { action: "config:create", resource: "permissionpolicy" },
  audit: {
    action: "permissionpolicy.created",
    detail: ({ name, permissionPolicy: statements }) => ({ name, permissionPolicy: statements }),
  },
  body: z.strictObject(policyBody),
  example: {
    name: "Use credentials",
    permissionPolicy: [{ effect: "allow", action: ["config:use"], resource: ["config:credential/*"] }],
  },
  output: permissionPolicy,
  async run({ tx, actor, organizationId, body: { name, permissionPolicy: statements } }) {
    const policy = { id: newId(), organizationId, name, statements, managed: false, actorId: actor.id };
    return toPermissionPolicy(await insertPolicy(tx, policy));
  },
});
