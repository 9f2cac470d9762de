import { operation } from "../../define/operation.ts";
import { deleteOutgoingWebhook } from "../../store/outgoing-webhooks.ts";
import { idParams } from "../shapes.ts";
import { requireOutgoingWebhook } from "./find.ts";
import { outgoingWebhook, toOutgoingWebhook } from "./shapes.ts";

export default operation({
  id: "outgoingWebhooks.delete",
  method: "DELETE",
  path: "/integrationdestinations/webhooks/{id}",
  tag: "Outgoing webhooks",
  summary: "Delete an outgoing webhook with its deliveries; its credential stays",
  permission: { action: "config:delete", resource: "webhook" },
  audit: { action: "webhook.deleted", detail: ({ name, code }) => ({ name, code }) },
  params: idParams,
  output: outgoingWebhook,
  async run({ tx, params: { id } }) {
    const row = await requireOutgoingWebhook(tx, id);
    await deleteOutgoingWebhook(tx, id);
    return toOutgoingWebhook(row);
  },
});
