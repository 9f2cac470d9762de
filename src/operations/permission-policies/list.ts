import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { listPolicies } from "../../store/permission-policies.ts";
import * as shapes from "../shapes.ts";
import { permissionPolicy, toPermissionPolicy } from "./shapes.ts";

export default operation({
  id: "permissionPolicies.list",
  method: "GET",
  path: "/permissionpolicies",
  tag: "Permission policies",
  summary: "List permission policies, newest first",
  permission: { action: "config:retrieve", resource: "permissionpolicy" },
  query: z.object({ ...shapes.paging }),
  output: shapes.page(permissionPolicy),
  async run({ tx, query }) {
    const { data, nextToken } = await listPolicies(tx, query);
    return { data: data.map(toPermissionPolicy), nextToken };
  },
});
