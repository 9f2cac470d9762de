import { operation } from "../../define/operation.ts";
import { idParams } from "../shapes.ts";
import { requireOutgoingWebhook } from "./find.ts";
import { outgoingWebhook, toOutgoingWebhook } from "./shapes.ts";

export default operation({
  id: "outgoingWebhooks.get",
  method: "GET",
  path: "/integrationdestinations/webhooks/{id}",
  tag: "Outgoing webhooks",
  summary: "Read an outgoing webhook",
  permission: { action: "config:retrieve", resource: "webhook" },
  params: idParams,
  output: outgoingWebhook,
  async run({ tx, params: { id } }) {
    return toOutgoingWebhook(await requireOutgoingWebhook(tx, id));
  },
});
