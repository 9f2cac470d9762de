import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { listRules } from "../../store/notification-rules.ts";
import { ids } from "../events/shapes.ts";
import * as shapes from "../shapes.ts";
import { rule, toRule } from "./shapes.ts";

export default operation({
  id: "notifications.list",
  method: "GET",
  path: "/notifications/configurations",
  tag: "Notifications",
  summary: "List notification rules, newest first",
  permission: { action: "config:retrieve", resource: "event" },
  query: z.object({
    active: shapes.queryFlag.optional(),
    eventName: z.string().max(200).optional(),
    ids: ids.optional(),
    ...shapes.paging,
  }),
  output: shapes.page(rule),
  async run({ tx, query }) {
    const { data, nextToken } = await listRules(tx, query);
    return { data: data.map(toRule), nextToken };
  },
});
