import { z } from "zod";
import { newId, randomToken } from "../../crypto/ids.ts";
import { operation } from "../../define/operation.ts";
import { insertIncomingWebhook } from "../../store/incoming-webhooks.ts";
import { requireDeclaredOptions, requireRules, requireWebhook, requireWorkflowToStart } from "./find.ts";
import { incomingWebhook, toIncomingWebhook, webhookInput } from "./shapes.ts";

const tokenBytes = 32;

export default operation({
  id: "incomingWebhooks.create",
  method: "POST",
  path: "/incomingwebhooks",
  tag: "Incoming webhooks",
  summary: "Create an incoming webhook",
  permission: { action: "config:create", resource: "incomingwebhook" },
  audit: {
    action: "incomingwebhook.created",
    detail: ({ name, credentialId, active }) => ({ name, credentialId, active }),
  },
  body: z.strictObject({
    ...webhookInput,
    workflowId: webhookInput.workflowId.default(null),
    active: webhookInput.active.default(true),
    options: webhookInput.options.default({}),
  }),
  example: { name: "Orders", credentialId: "0190a000-0000-7000-8000-000000000002" },
  output: incomingWebhook,
  async run({ context, tx, actor, organizationId, body }) {
    const rules = await requireRules(context, tx, actor, body.credentialId);
    requireDeclaredOptions(rules, body.options);
    await requireWorkflowToStart(tx, body.workflowId);
    const id = newId();
    await insertIncomingWebhook(tx, { ...body, id, organizationId, token: randomToken(tokenBytes), actorId: actor.id });
    return toIncomingWebhook(context.config.publicUrl, await requireWebhook(tx, id));
  },
});
