import { operation } from "../../define/operation.ts";
import { deleteRule } from "../../store/notification-rules.ts";
import { idParams } from "../shapes.ts";
import { requireRule, rule, toRule } from "./shapes.ts";

export default operation({
  id: "notifications.delete",
  method: "DELETE",
  path: "/notifications/configurations/{id}",
  tag: "Notifications",
  summary: "Delete a notification rule",
  permission: { action: "config:delete", resource: "event" },
  audit: { action: "notificationrule.deleted", detail: ({ name, code }) => ({ name, code }) },
  params: idParams,
  output: rule,
  async run({ tx, organizationId, params: { id } }) {
    const row = await requireRule(tx, id);
    await deleteRule(tx, organizationId, id);
    return toRule(row);
  },
});
