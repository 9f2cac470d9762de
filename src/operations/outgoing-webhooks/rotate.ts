import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { Problem } from "../../errors.ts";
import { lockOutgoingWebhook } from "../../store/outgoing-webhooks.ts";
import { idParams } from "../shapes.ts";
import { missing, requireOutgoingWebhook } from "./find.ts";
import { changedCredentials, outgoingWebhook, toOutgoingWebhook } from "./shapes.ts";
import { changeSigningCredential } from "./signing-credential.ts";

const hourMs = 3_600_000;
const hoursMessage = "Use a whole number of hours from 0 to 168.";

export default operation({
  id: "outgoingWebhooks.rotate",
  method: "POST",
  path: "/integrationdestinations/webhooks/{id}/rotate",
  tag: "Outgoing webhooks",
  summary: "Give a new secret; the earlier one goes on signing beside it for 0 to 7 days",
  permission: { action: "config:update", resource: "webhook" },
  audit: { action: "webhook.rotated", detail: ({ name }) => ({ name }) },
  params: idParams,
  body: (registry) => {
    const { secret } = changedCredentials(registry).shape;
    return z.strictObject({
      secret: secret.unwrap(),
      previousSecretValidHours: z.int({ error: hoursMessage }).min(0, hoursMessage).max(168, hoursMessage).default(24),
    });
  },
  output: outgoingWebhook,
  errors: ["credential_not_usable", "credential_deleted"],
  async run(call) {
    const { context, tx, params, body } = call;
    const row = await lockOutgoingWebhook(tx, params.id);
    if (!row) throw missing();
    if (!row.credential_id) throw new Problem("credential_not_usable", "The credential of this webhook is gone.");
    const hours = body.previousSecretValidHours;
    const until = hours > 0 ? new Date(context.now() + hours * hourMs) : null;
    await changeSigningCredential(call, row.credential_id, { apiKey: undefined, secret: body.secret }, until);
    return toOutgoingWebhook(await requireOutgoingWebhook(tx, params.id));
  },
});
