import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { listUserGroups } from "../../store/user-groups.ts";
import * as shapes from "../shapes.ts";
import { toUserGroup, userGroup } from "./shapes.ts";

export default operation({
  id: "userGroups.list",
  method: "GET",
  path: "/usergroups",
  tag: "User groups",
  summary: "List user groups, newest first",
  permission: { action: "config:retrieve", resource: "usergroup" },
  query: z.object({ ...shapes.paging }),
  output: shapes.page(userGroup),
  async run({ tx, query }) {
    const { data, nextToken } = await listUserGroups(tx, query);
    return { data: data.map(toUserGroup), nextToken };
  },
});
