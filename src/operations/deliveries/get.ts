import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { Problem } from "../../errors.ts";
import { listAttempts } from "../../store/deliveries.ts";
import { requireOutgoingWebhook } from "../outgoing-webhooks/find.ts";
import * as shapes from "../shapes.ts";
import { deliveryDetails, requireDelivery, toAttempt, toDelivery } from "./shapes.ts";

export default operation({
  id: "deliveries.get",
  method: "GET",
  path: "/integrationdestinations/webhooks/{id}/deliveries/{deliveryId}",
  tag: "Outgoing webhooks",
  summary: "Read a delivery with its latest hundred attempts; signatures are sealed, answers cut at 4 KiB",
  permission: { action: "config:retrieve", resource: "webhook" },
  params: z.object({ id: shapes.id, deliveryId: shapes.id }),
  output: deliveryDetails,
  async run({ tx, params: { id, deliveryId } }) {
    const { url } = await requireOutgoingWebhook(tx, id);
    const row = await requireDelivery(tx, deliveryId);
    if (row.webhook_id !== id) throw new Problem("not_found", "There is no delivery with this id.");
    const attempts = await listAttempts(tx, deliveryId);
    return { ...toDelivery(row), url, body: row.body.toString("utf8"), attemptLog: attempts.map(toAttempt) };
  },
});
