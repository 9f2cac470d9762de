import { operation } from "../../define/operation.ts";
import { idParams } from "../shapes.ts";
import { requireWebhook } from "./find.ts";
import { incomingWebhook, toIncomingWebhook } from "./shapes.ts";

export default operation({
  id: "incomingWebhooks.get",
  method: "GET",
  path: "/incomingwebhooks/{id}",
  tag: "Incoming webhooks",
  summary: "Read an incoming webhook",
  permission: { action: "config:retrieve", resource: "incomingwebhook" },
  params: idParams,
  output: incomingWebhook,
  async run({ context, tx, params: { id } }) {
    await context.incoming.flush();
    return toIncomingWebhook(context.config.publicUrl, await requireWebhook(tx, id));
  },
});
