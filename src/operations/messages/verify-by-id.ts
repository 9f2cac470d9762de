import { z } from "zod";
import { operation } from "../../define/operation.ts";
import * as shapes from "../shapes.ts";
import { requireMayChange } from "./permission.ts";
import { verified, verifyMessage } from "./verify-message.ts";

export default operation({
  id: "messages.verifyById",
  method: "POST",
  path: "/messages/{messageId}/verify",
  tag: "Incoming webhooks",
  summary: "Verify a message of any webhook again, with the secrets of now",
  permission: { action: "config:update", resource: "incomingwebhook" },
  callsOut: true,
  params: z.object({ messageId: shapes.id }),
  output: verified,
  errors: ["already_exists"],
  async run(call) {
    const { context, actor, organizationId, params } = call;
    await context.incoming.flush();
    await context.store.inOrganization(organizationId, (tx) => requireMayChange(actor, tx, params.messageId));
    return verifyMessage(call, params.messageId);
  },
});
