import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { changeIncomingWebhook, lockIncomingWebhook } from "../../store/incoming-webhooks.ts";
import { requireVersion } from "../credentials/find.ts";
import { idParams, version } from "../shapes.ts";
import {
  keepDeclaredOptions,
  missing,
  requireDeclaredOptions,
  requireRules,
  requireWebhook,
  requireWorkflowToStart,
} from "./find.ts";
import { incomingWebhook, type Options, toIncomingWebhook, webhookInput } from "./shapes.ts";

export default operation({
  id: "incomingWebhooks.update",
  method: "PUT",
  path: "/incomingwebhooks/{id}",
  tag: "Incoming webhooks",
  summary: "Change an incoming webhook; what is left out is kept, and its URL always is",
  permission: { action: "config:update", resource: "incomingwebhook" },
  audit: {
    action: "incomingwebhook.updated",
    detail: ({ name, credentialId, active, version }) => ({ name, credentialId, active, version }),
  },
  params: idParams,
  body: z.strictObject({
    version,
    name: webhookInput.name.optional(),
    credentialId: webhookInput.credentialId.optional(),
    workflowId: webhookInput.workflowId.optional(),
    active: webhookInput.active.optional(),
    options: webhookInput.options.optional(),
  }),
  output: incomingWebhook,
  errors: ["version_conflict"],
  async run({ context, tx, actor, params: { id }, body }) {
    const row = await lockIncomingWebhook(tx, id);
    if (!row) throw missing();
    requireVersion(row.version, body.version);
    const credentialId = body.credentialId === undefined ? row.credential_id : body.credentialId;
    const isAnother = credentialId !== row.credential_id;
    const current = row.options as Options;
    let options = body.options ?? current;
    if (isAnother || body.options) {
      const rules = await requireRules(context, tx, actor, credentialId);
      if (body.options) requireDeclaredOptions(rules, body.options);
      else options = keepDeclaredOptions(rules, current);
    }
    const workflowId = body.workflowId === undefined ? row.workflow_id : body.workflowId;
    if (workflowId !== row.workflow_id) await requireWorkflowToStart(tx, workflowId);
    await changeIncomingWebhook(tx, id, actor.id, {
      name: body.name ?? row.name,
      credentialId,
      workflowId,
      active: body.active ?? row.active,
      options,
    });
    return toIncomingWebhook(context.config.publicUrl, await requireWebhook(tx, id));
  },
});
