import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { message, requireMessage, toMessage } from "../messages/shapes.ts";
import { idParams } from "../shapes.ts";
import { missing } from "./find.ts";
import { writeWebhookAudit } from "./write-audit.ts";

export default operation({
  id: "incomingWebhooks.sendSample",
  method: "POST",
  path: "/incomingwebhooks/{id}/sample/send",
  tag: "Incoming webhooks",
  summary: "Send a sample to the webhook, signed rightly or wrongly, and see what becomes of it",
  permission: { action: "config:update", resource: "incomingwebhook" },
  callsOut: true,
  params: idParams,
  body: z.strictObject({ wrong: z.boolean({ error: "Use true or false." }).default(false) }),
  output: message,
  errors: ["credential_not_usable", "webhook_deactivated", "too_many_requests"],
  async run(call) {
    const { context, organizationId, params, body } = call;
    const messageId = await context.incoming.sendSample(organizationId, params.id, body.wrong);
    if (messageId === undefined) throw missing();
    await writeWebhookAudit(call, "incomingwebhook.sampled", params.id, { sent: true, wrong: body.wrong, messageId });
    return context.store.inOrganization(organizationId, async (tx) =>
      toMessage(context.registry, await requireMessage(tx, messageId, params.id)),
    );
  },
});
