import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { listServiceUsers } from "../../store/service-users.ts";
import * as shapes from "../shapes.ts";
import { serviceUser, toServiceUser } from "./shapes.ts";

export default operation({
  id: "serviceUsers.list",
  method: "GET",
  path: "/serviceusers",
  tag: "Service users",
  summary: "List service users, newest first",
  permission: { action: "config:retrieve", resource: "serviceuser" },
  query: z.object({ ...shapes.paging }),
  output: shapes.page(serviceUser),
  async run({ tx, query }) {
    const { data, nextToken } = await listServiceUsers(tx, query);
    return { data: data.map(toServiceUser), nextToken };
  },
});
