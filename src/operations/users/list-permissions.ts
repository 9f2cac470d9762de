import { operation } from "../../define/operation.ts";
import { policiesOf } from "../../store/permission-policies.ts";
import { permissionPolicy, toPermissionPolicy } from "../permission-policies/shapes.ts";
import * as shapes from "../shapes.ts";
import { requireMember } from "./require-member.ts";

export default operation({
  id: "users.listPermissions",
  method: "GET",
  path: "/users/{id}/permissions",
  tag: "Users",
  summary: "List the permission policies of a user",
  permission: { action: "config:retrieve", resource: "user" },
  params: shapes.idParams,
  output: shapes.page(permissionPolicy),
  async run({ tx, organizationId, params: { id } }) {
    await requireMember(tx, organizationId, id);
    return { data: (await policiesOf(tx, id)).map(toPermissionPolicy), nextToken: null };
  },
});
