import { operation } from "../../define/operation.ts";
import { deleteIncomingWebhook } from "../../store/incoming-webhooks.ts";
import { idParams } from "../shapes.ts";
import { requireWebhook } from "./find.ts";
import { incomingWebhook, toIncomingWebhook } from "./shapes.ts";

export default operation({
  id: "incomingWebhooks.delete",
  method: "DELETE",
  path: "/incomingwebhooks/{id}",
  tag: "Incoming webhooks",
  summary: "Delete an incoming webhook; its URL stops at once and its messages go in the background",
  permission: { action: "config:delete", resource: "incomingwebhook" },
  audit: { action: "incomingwebhook.deleted", detail: ({ name }) => ({ name }) },
  params: idParams,
  output: incomingWebhook,
  async run({ context, tx, params: { id } }) {
    const row = await requireWebhook(tx, id);
    await deleteIncomingWebhook(tx, id);
    return toIncomingWebhook(context.config.publicUrl, row);
  },
});
