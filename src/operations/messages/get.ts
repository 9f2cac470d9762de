import { operation } from "../../define/operation.ts";
import { message, messageParams, requireMessage, toMessage } from "./shapes.ts";

export default operation({
  id: "messages.get",
  method: "GET",
  path: "/incomingwebhooks/{id}/messages/{messageId}",
  tag: "Incoming webhooks",
  summary: "Read a message with its headers, body and verdict",
  permission: { action: "config:retrieve", resource: "incomingwebhook" },
  params: messageParams,
  output: message,
  async run({ context, tx, params: { id, messageId } }) {
    await context.incoming.flush();
    return toMessage(context.registry, await requireMessage(tx, messageId, id));
  },
});
