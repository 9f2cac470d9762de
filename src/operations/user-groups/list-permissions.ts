import { operation } from "../../define/operation.ts";
import { policiesOf } from "../../store/permission-policies.ts";
import { permissionPolicy, toPermissionPolicy } from "../permission-policies/shapes.ts";
import * as shapes from "../shapes.ts";
import { requireUserGroup } from "./shapes.ts";

export default operation({
  id: "userGroups.listPermissions",
  method: "GET",
  path: "/usergroups/{id}/permissions",
  tag: "User groups",
  summary: "List the permission policies of a user group",
  permission: { action: "config:retrieve", resource: "usergroup" },
  params: shapes.idParams,
  output: shapes.page(permissionPolicy),
  async run({ tx, params: { id } }) {
    await requireUserGroup(tx, id);
    return { data: (await policiesOf(tx, id)).map(toPermissionPolicy), nextToken: null };
  },
});
