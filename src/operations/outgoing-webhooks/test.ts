import { newId } from "../../crypto/ids.ts";
import { operation } from "../../define/operation.ts";
import { Problem } from "../../errors.ts";
import { delivery, requireDelivery, toDelivery } from "../deliveries/shapes.ts";
import { idParams } from "../shapes.ts";
import { requireOutgoingWebhook } from "./find.ts";

const eventName = "webhook.test";

export default operation({
  id: "outgoingWebhooks.test",
  method: "POST",
  path: "/integrationdestinations/webhooks/{id}/test",
  tag: "Outgoing webhooks",
  summary: "Send a test event through the webhook, as a delivery like any other",
  permission: { action: "config:update", resource: "webhook" },
  audit: { action: "webhook.tested", itemId: ({ webhookId }) => webhookId },
  params: idParams,
  output: delivery,
  errors: ["webhook_deactivated"],
  async run({ context, tx, organizationId, params }) {
    const { id: webhookId, name } = await requireOutgoingWebhook(tx, params.id);
    const id = newId();
    const body = {
      id,
      eventName,
      eventTime: new Date(context.now()).toISOString(),
      notification: { id, code: "test", name: "Test event" },
      organizationId,
      data: { new: { webhookId, message: `Test event of ${name}` } },
    };
    const [deliveryId] = await context.deliveries.enqueue(tx, [
      { organizationId, webhookId, eventId: null, eventName, body },
    ]);
    if (!deliveryId) throw new Problem("webhook_deactivated", "Switch the webhook on first.");
    return toDelivery(await requireDelivery(tx, deliveryId));
  },
});
