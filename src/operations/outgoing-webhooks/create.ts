import { z } from "zod";
import { newId } from "../../crypto/ids.ts";
import { operation } from "../../define/operation.ts";
import { insertOutgoingWebhook } from "../../store/outgoing-webhooks.ts";
import { requireFreeCode, requireOutgoingWebhook, requireReachableUrl } from "./find.ts";
import { codeFrom, newCredentials, outgoingWebhook, toOutgoingWebhook, webhookInput } from "./shapes.ts";
import { createSigningCredential } from "./signing-credential.ts";

export default operation({
  id: "outgoingWebhooks.create",
  method: "POST",
  path: "/integrationdestinations/webhooks",
  tag: "Outgoing webhooks",
  summary: "Create an outgoing webhook with the credential that signs for it",
  permission: { action: "config:create", resource: "webhook" },
  audit: { action: "webhook.created", detail: ({ name, code, active }) => ({ name, code, active }) },
  body: (registry) =>
    z.strictObject({
      ...webhookInput,
      description: webhookInput.description.default(""),
      code: webhookInput.code.optional(),
      active: webhookInput.active.default(true),
      concurrency: webhookInput.concurrency.default(50),
      requestsPerSecond: webhookInput.requestsPerSecond.default(null),
      orderingKey: webhookInput.orderingKey.default(null),
      messageSignature: webhookInput.messageSignature.default(false),
      credentials: newCredentials(registry),
      version: z.int().optional(),
    }),
  example: {
    name: "Ledger",
    url: "https://ledger.example.com/hooks",
    credentials: { type: "M3TER_SIGNED_REQUEST", apiKey: "ledger", secret: "at least 24 characters long" },
  },
  output: outgoingWebhook,
  errors: ["already_exists"],
  async run(call) {
    const { context, tx, actor, organizationId, body } = call;
    const id = newId();
    const url = await requireReachableUrl(context, body.url);
    const code = body.code ?? codeFrom(body.name);
    await requireFreeCode(tx, code, id);
    const { apiKey, secret, name = body.name } = body.credentials;
    const credentialId = await createSigningCredential(call, name, { apiKey, secret });
    await insertOutgoingWebhook(tx, { ...body, url, code, id, organizationId, credentialId, actorId: actor.id });
    return toOutgoingWebhook(await requireOutgoingWebhook(tx, id));
  },
});
