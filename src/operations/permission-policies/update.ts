import { z } from "zod";
import { newlyGranted } from "../../access/granting.ts";
import { operation } from "../../define/operation.ts";
import { updatePolicy } from "../../store/permission-policies.ts";
import { isAttached } from "../../store/policy-principals.ts";
import * as shapes from "../shapes.ts";
import { permissionPolicy, policyBody, requireOwnPolicy, toPermissionPolicy } from "./shapes.ts";
import { versionConflict } from "./version-conflict.ts";

export default operation({
  id: "permissionPolicies.update",
  method: "PUT",
  path: "/permissionpolicies/{id}",
  tag: "Permission policies",
  summary: "Change a permission policy; those who have it feel it at once",
  permission: { action: "config:update", resource: "permissionpolicy" },
  audit: {
    action: "permissionpolicy.updated",
    detail: ({ name, permissionPolicy: statements, version }) => ({ name, permissionPolicy: statements, version }),
  },
  params: shapes.idParams,
  body: z.strictObject({ ...policyBody, version: shapes.version }),
  output: permissionPolicy,
  errors: ["version_conflict", "managed_policy"],
  async run({ context, tx, actor, params: { id }, body }) {
    const { name, version, permissionPolicy: statements } = body;
    const before = await requireOwnPolicy(tx, id);
    if (await isAttached(tx, id))
      await context.access.requireWithin(tx, actor, newlyGranted(before.statements, statements));
    const row = await updatePolicy(tx, { id, name, version, statements, actorId: actor.id });
    if (!row) throw versionConflict(before.version);
    await context.access.changed(tx, id);
    return toPermissionPolicy(row);
  },
});
