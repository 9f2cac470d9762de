import { operation } from "../../define/operation.ts";
import { findPolicy } from "../../store/permission-policies.ts";
import { idParams } from "../shapes.ts";
import { noPolicy, permissionPolicy, toPermissionPolicy } from "./shapes.ts";

export default operation({
  id: "permissionPolicies.get",
  method: "GET",
  path: "/permissionpolicies/{id}",
  tag: "Permission policies",
  summary: "Read a permission policy",
  permission: { action: "config:retrieve", resource: "permissionpolicy" },
  params: idParams,
  output: permissionPolicy,
  async run({ tx, params: { id } }) {
    const policy = await findPolicy(tx, id);
    if (!policy) throw noPolicy();
    return toPermissionPolicy(policy);
  },
});
