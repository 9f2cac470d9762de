import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { invalidField } from "../../errors.ts";
import { announceChange } from "../../store/db.ts";
import { changeOutgoingWebhook, lockOutgoingWebhook } from "../../store/outgoing-webhooks.ts";
import { requireVersion } from "../credentials/find.ts";
import { idParams, version } from "../shapes.ts";
import { missing, requireFreeCode, requireOutgoingWebhook, requireReachableUrl } from "./find.ts";
import { changedCredentials, outgoingWebhook, toOutgoingWebhook, webhookInput } from "./shapes.ts";
import { type Caller, changeSigningCredential, createSigningCredential } from "./signing-credential.ts";

type Given = z.infer<ReturnType<typeof changedCredentials>> | undefined;

/** Changes the credential; where it was destroyed a whole new one takes its place. */
async function signWith(call: Caller, { credential_id }: { credential_id: string | null }, name: string, given: Given) {
  const { apiKey, secret } = given ?? {};
  if (apiKey === undefined && secret === undefined) return credential_id;
  if (credential_id !== null) {
    await changeSigningCredential(call, credential_id, { apiKey, secret }, null);
    return credential_id;
  }
  if (apiKey === undefined) throw invalidField("credentials.apiKey", "The credential is gone: give an API key, too.");
  if (secret === undefined) throw invalidField("credentials.secret", "The credential is gone: give a secret, too.");
  return createSigningCredential(call, given?.name ?? name, { apiKey, secret });
}

export default operation({
  id: "outgoingWebhooks.update",
  method: "PUT",
  path: "/integrationdestinations/webhooks/{id}",
  tag: "Outgoing webhooks",
  summary:
    "Change an outgoing webhook; what is left out is kept, a secret too. Only another URL, or switching it on, ends a pause",
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
    const credentialId = await signWith(call, row, body.name ?? row.name, body.credentials);
    const url = body.url === undefined ? row.url : await requireReachableUrl(context, body.url);
    const active = body.active ?? row.active;
    await changeOutgoingWebhook(tx, id, actor.id, {
      name: body.name ?? row.name,
      code,
      description: body.description ?? row.description,
      url,
      active,
      concurrency: body.concurrency ?? row.concurrency,
      requestsPerSecond: body.requestsPerSecond === undefined ? row.requests_per_second : body.requestsPerSecond,
      orderingKey: body.orderingKey === undefined ? row.ordering_key : body.orderingKey,
      messageSignature: body.messageSignature ?? row.message_signature,
      credentialId,
      startsAfresh: url !== row.url || (active && !row.active),
    });
    await announceChange(tx, "delivery", organizationId);
    return toOutgoingWebhook(await requireOutgoingWebhook(tx, id));
  },
});
