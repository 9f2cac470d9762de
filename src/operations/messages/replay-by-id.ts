import { z } from "zod";
import { operation } from "../../define/operation.ts";
import * as shapes from "../shapes.ts";
import { requireMayChange } from "./permission.ts";
import { replayMessage } from "./replay-message.ts";
import { message } from "./shapes.ts";

export default operation({
  id: "messages.replayById",
  method: "POST",
  path: "/messages/{messageId}/replay",
  tag: "Incoming webhooks",
  summary: "Run an accepted message of any webhook once more, as a new message",
  permission: { action: "config:update", resource: "incomingwebhook" },
  audit: {
    action: "message.replayed",
    itemId: ({ webhookId }) => webhookId,
    detail: ({ id, replayOf }) => ({ messageId: id, replayOf }),
  },
  params: z.object({ messageId: shapes.id }),
  output: message,
  errors: ["message_not_accepted"],
  async run({ context, tx, actor, params: { messageId } }) {
    await requireMayChange(actor, tx, messageId);
    return replayMessage(context, tx, messageId);
  },
});
