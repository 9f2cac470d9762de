import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { listUserGroups } from "../../store/user-groups.ts";
import * as shapes from "../shapes.ts";
import { toUserGroup, userGroup } from "../user-groups/shapes.ts";
import { requireMember } from "./require-member.ts";

export default operation({
  id: "users.listGroups",
  method: "GET",
  path: "/users/{id}/usergroups",
  tag: "Users",
  summary: "List the groups that a user is in, newest first",
  permission: { action: "config:retrieve", resource: "user" },
  params: shapes.idParams,
  query: z.object({ ...shapes.paging }),
  output: shapes.page(userGroup),
  async run({ tx, organizationId, params: { id }, query }) {
    await requireMember(tx, organizationId, id);
    const { data, nextToken } = await listUserGroups(tx, { ...query, userId: id });
    return { data: data.map(toUserGroup), nextToken };
  },
});
