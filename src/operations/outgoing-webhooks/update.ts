import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { announceChange } from "../../store/db.ts";
import { changeOutgoingWebhook, lockOutgoingWebhook } from "../../store/outgoing-webhooks.ts";
import { requireVersion } from "../credentials/find.ts";
import { idParams, version } from "../shapes.ts";
import { missing, requireFreeCode, requireOutgoingWebhook, requireReachableUrl } from "./find.ts";
import { changedCredentials, outgoingWebhook, toOutgoingWebhook, webhookInput } from "./shapes.ts";
import { changeSigningCredential } from "./signing-credential.ts";

export default operation({
  id: "outgoingWebhooks.update",
  method: "PUT",
  path: "/integrationdestinations/webhooks/{id}",
  tag: "Outgoing webhooks",
  summary: "Change an outgoing webhook; what is left out is kept, a secret too",
  permission: { action: "config:update", resource: "webhook" },
  audit: {
    action: "webhook.updated",
    detail: ({ name, code, active, version }) => ({ name, code, active, version }),
  },
  params: idParams,
  body: (registry) =>
    z.strictObject({
      ...z.object(webhookInput).partial().shape,
      credentials: changedCredentials(registry).optional(),
      version,
    }),
  output: outgoingWebhook,
  errors: ["version_conflict", "already_exists", "credential_deleted"],
  async run(call) {
    const { context, tx, actor, organizationId, params, body } = call;
    const { id } = params;
    const row = await lockOutgoingWebhook(tx, id);
    if (!row) throw missing();
    requireVersion(row.version, body.version);
    const code = body.code ?? row.code;
    await requireFreeCode(tx, code, id);
    if (body.credentials && row.credential_id) {
      const { apiKey, secret } = body.credentials;
      if (apiKey !== undefined || secret !== undefined)
        await changeSigningCredential(call, row.credential_id, { apiKey, secret }, null);
    }
    await changeOutgoingWebhook(tx, id, actor.id, {
      name: body.name ?? row.name,
      code,
      description: body.description ?? row.description,
      url: body.url === undefined ? row.url : await requireReachableUrl(context, body.url),
      active: body.active ?? row.active,
      concurrency: body.concurrency ?? row.concurrency,
      requestsPerSecond: body.requestsPerSecond === undefined ? row.requests_per_second : body.requestsPerSecond,
      orderingKey: body.orderingKey === undefined ? row.ordering_key : body.orderingKey,
      messageSignature: body.messageSignature ?? row.message_signature,
      credentialId: row.credential_id,
    });
    await announceChange(tx, "delivery", organizationId);
    return toOutgoingWebhook(await requireOutgoingWebhook(tx, id));
  },
});
