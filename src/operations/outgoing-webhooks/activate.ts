import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { announceChange } from "../../store/db.ts";
import { lockOutgoingWebhook, switchOutgoingWebhook } from "../../store/outgoing-webhooks.ts";
import { idParams, queryFlag } from "../shapes.ts";
import { missing, requireOutgoingWebhook } from "./find.ts";
import { outgoingWebhook, toOutgoingWebhook } from "./shapes.ts";

export default operation({
  id: "outgoingWebhooks.activate",
  method: "PUT",
  path: "/integrationdestinations/webhooks/{id}/active",
  tag: "Outgoing webhooks",
  summary: "Switch an outgoing webhook on or off; what waits stays, and on ends an automatic pause",
  permission: { action: "config:update", resource: "webhook" },
  audit: { action: "webhook.updated", detail: ({ name, active, version }) => ({ name, active, version }) },
  params: idParams,
  query: z.object({ active: queryFlag.default(true) }),
  output: outgoingWebhook,
  async run({ tx, actor, organizationId, params: { id }, query: { active } }) {
    if (!(await lockOutgoingWebhook(tx, id))) throw missing();
    await switchOutgoingWebhook(tx, id, actor.id, active);
    await announceChange(tx, "delivery", organizationId);
    return toOutgoingWebhook(await requireOutgoingWebhook(tx, id));
  },
});
