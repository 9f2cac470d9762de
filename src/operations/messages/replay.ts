import { operation } from "../../define/operation.ts";
import { replayMessage } from "./replay-message.ts";
import { message, messageParams } from "./shapes.ts";

export default operation({
  id: "messages.replay",
  method: "POST",
  path: "/incomingwebhooks/{id}/messages/{messageId}/replay",
  tag: "Incoming webhooks",
  summary: "Run an accepted message once more, as a new message",
  permission: { action: "config:update", resource: "incomingwebhook" },
  audit: {
    action: "message.replayed",
    itemId: (_output, { id }) => id,
    detail: ({ id, replayOf }) => ({ messageId: id, replayOf }),
  },
  params: messageParams,
  output: message,
  errors: ["message_not_accepted"],
  run: ({ context, tx, params: { id, messageId } }) => replayMessage(context, tx, messageId, id),
});
