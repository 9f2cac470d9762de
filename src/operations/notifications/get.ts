import { operation } from "../../define/operation.ts";
import { idParams } from "../shapes.ts";
import { requireRule, rule, toRule } from "./shapes.ts";

export default operation({
  id: "notifications.get",
  method: "GET",
  path: "/notifications/configurations/{id}",
  tag: "Notifications",
  summary: "Read a notification rule",
  permission: { action: "config:retrieve", resource: "event" },
  params: idParams,
  output: rule,
  run: async ({ tx, params: { id } }) => toRule(await requireRule(tx, id)),
});
