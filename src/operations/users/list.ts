import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { listMembers } from "../../store/users.ts";
import * as shapes from "../shapes.ts";
import { toUser, user } from "./shapes.ts";

export default operation({
  id: "users.list",
  method: "GET",
  path: "/users",
  tag: "Users",
  summary: "List the users of the organization, newest first",
  permission: { action: "config:retrieve", resource: "user" },
  query: z.object({ ...shapes.paging }),
  output: shapes.page(user),
  async run({ tx, organizationId, query }) {
    const { data, nextToken } = await listMembers(tx, organizationId, query);
    return { data: data.map(toUser), nextToken };
  },
});
