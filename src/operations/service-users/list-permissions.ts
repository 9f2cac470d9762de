import { operation } from "../../define/operation.ts";
import { policiesOf } from "../../store/permission-policies.ts";
import { permissionPolicy, toPermissionPolicy } from "../permission-policies/shapes.ts";
import * as shapes from "../shapes.ts";
import { requireServiceUser } from "./shapes.ts";

export default operation({
  id: "serviceUsers.listPermissions",
  method: "GET",
  path: "/serviceusers/{id}/permissions",
  tag: "Service users",
  summary: "List the permission policies of a service user",
  permission: { action: "config:retrieve", resource: "serviceuser" },
  params: shapes.idParams,
  output: shapes.page(permissionPolicy),
  async run({ tx, params: { id } }) {
    await requireServiceUser(tx, id);
    return { data: (await policiesOf(tx, id)).map(toPermissionPolicy), nextToken: null };
  },
});
