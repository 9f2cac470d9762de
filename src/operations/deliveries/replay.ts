import { z } from "zod";
import { newId } from "../../crypto/ids.ts";
import { operation } from "../../define/operation.ts";
import { Problem } from "../../errors.ts";
import { replayDeliveries, tryDeliveriesNow } from "../../store/deliveries.ts";
import * as shapes from "../shapes.ts";
import { delivery, requireDelivery, toDelivery } from "./shapes.ts";

export default operation({
  id: "deliveries.replay",
  method: "POST",
  path: "/deliveries/{deliveryId}/replay",
  tag: "Outgoing webhooks",
  summary:
    "Deliver once more what is over, as a new message with an id of its own; or try now, as the same message, what waits for its next attempt",
  permission: { action: "config:update", resource: "webhook" },
  audit: {
    action: "delivery.replayed",
    itemId: ({ webhookId }) => webhookId,
    detail: ({ id, replayOf }) => ({ deliveryId: id, replayOf }),
  },
  params: z.object({ deliveryId: shapes.id }),
  output: delivery,
  errors: ["delivery_not_finished"],
  async run({ context, tx, actor, organizationId, params: { deliveryId } }) {
    const { webhook_id: webhookId, status } = await requireDelivery(tx, deliveryId);
    if (!actor.may("config:update", "webhook", webhookId)) {
      throw new Problem("not_permitted", "This needs the permission config:update on webhook.");
    }
    const options = { organizationId, dueAt: new Date(context.now()), limit: 1 };
    const [id] =
      status === "WAITING"
        ? await tryDeliveriesNow(tx, webhookId, { id: deliveryId }, options)
        : await replayDeliveries(tx, webhookId, { id: deliveryId }, { ...options, newIds: [newId()] });
    if (!id) throw new Problem("delivery_not_finished", "It is being delivered right now. Wait for what comes of it.");
    return toDelivery(await requireDelivery(tx, id));
  },
});
