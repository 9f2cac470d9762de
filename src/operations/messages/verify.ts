import { operation } from "../../define/operation.ts";
import { messageParams } from "./shapes.ts";
import { verified, verifyMessage } from "./verify-message.ts";

export default operation({
  id: "messages.verify",
  method: "POST",
  path: "/incomingwebhooks/{id}/messages/{messageId}/verify",
  tag: "Incoming webhooks",
  summary: "Verify a message again, with the secrets of now; a refused one that passes is accepted and runs",
  permission: { action: "config:update", resource: "incomingwebhook" },
  callsOut: true,
  params: messageParams,
  output: verified,
  errors: ["already_exists"],
  run: (call) => verifyMessage(call, call.params.messageId, call.params.id),
});
