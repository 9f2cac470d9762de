import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { listGroupMembers } from "../../store/user-group-members.ts";
import * as shapes from "../shapes.ts";
import { toUser, user } from "../users/shapes.ts";
import { requireUserGroup } from "./shapes.ts";

export default operation({
  id: "userGroups.listUsers",
  method: "GET",
  path: "/usergroups/{id}/users",
  tag: "User groups",
  summary: "List the users of a group, newest first",
  permission: { action: "config:retrieve", resource: "usergroup" },
  params: shapes.idParams,
  query: z.object({ ...shapes.paging }),
  output: shapes.page(user),
  async run({ tx, params: { id }, query }) {
    await requireUserGroup(tx, id);
    const { data, nextToken } = await listGroupMembers(tx, id, query);
    return { data: data.map(toUser), nextToken };
  },
});
