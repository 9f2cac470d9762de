import { newlyGranted } from "../../access/granting.ts";
import { operation } from "../../define/operation.ts";
import { deletePolicy } from "../../store/permission-policies.ts";
import { isAttached } from "../../store/policy-principals.ts";
import { idParams } from "../shapes.ts";
import { permissionPolicy, requireOwnPolicy, toPermissionPolicy } from "./shapes.ts";

export default operation({
  id: "permissionPolicies.delete",
  method: "DELETE",
  path: "/permissionpolicies/{id}",
  tag: "Permission policies",
  summary: "Delete a permission policy; those who had it lose it at once",
  permission: { action: "config:delete", resource: "permissionpolicy" },
  audit: { action: "permissionpolicy.deleted", detail: ({ name }) => ({ name }) },
  params: idParams,
  output: permissionPolicy,
  errors: ["managed_policy"],
  async run({ context, tx, actor, params: { id } }) {
    const policy = await requireOwnPolicy(tx, id);
    if (await isAttached(tx, id)) await context.access.requireWithin(tx, actor, newlyGranted(policy.statements, []));
    await deletePolicy(tx, id);
    await context.access.changed(tx, id);
    return toPermissionPolicy(policy);
  },
});
