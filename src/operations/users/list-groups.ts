import { operation } from "../../define/operation.ts";
import { groupsOf } from "../../store/user-groups.ts";
import * as shapes from "../shapes.ts";
import { toUserGroup, userGroup } from "../user-groups/shapes.ts";
import { requireMember } from "./require-member.ts";

export default operation({
  id: "users.listGroups",
  method: "GET",
  path: "/users/{id}/usergroups",
  tag: "Users",
  summary: "List the groups that a user is in",
  permission: { action: "config:retrieve", resource: "user" },
  params: shapes.idParams,
  output: shapes.page(userGroup),
  async run({ tx, organizationId, params: { id } }) {
    await requireMember(tx, organizationId, id);
    return { data: (await groupsOf(tx, id)).map(toUserGroup), nextToken: null };
  },
});
