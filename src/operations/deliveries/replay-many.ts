import { z } from "zod";
import { newId } from "../../crypto/ids.ts";
import { operation } from "../../define/operation.ts";
import { replayDeliveries, tryDeliveriesNow } from "../../store/deliveries.ts";
import { requireOutgoingWebhook } from "../outgoing-webhooks/find.ts";
import * as shapes from "../shapes.ts";
import { filter } from "./shapes.ts";

const most = 1000;

export default operation({
  id: "deliveries.replayMany",
  method: "POST",
  path: "/integrationdestinations/webhooks/{id}/replay",
  tag: "Outgoing webhooks",
  summary:
    "Deliver once more what is over and fits a filter, oldest first, or with WAITING try now what waits for its next attempt; 1,000 at most, narrow the time range for more",
  permission: { action: "config:update", resource: "webhook" },
  audit: {
    action: "delivery.replayed",
    itemId: (_output, { id }) => id as string,
    detail: ({ replayed }) => ({ replayed }),
  },
  params: shapes.idParams,
  body: z.strictObject({
    ...filter,
    status: z
      .enum(["WAITING", "DELIVERED", "FAILED"], { error: "Use WAITING, DELIVERED or FAILED." })
      .default("FAILED"),
  }),
  output: z.strictObject({ replayed: z.int(), more: z.boolean() }),
  async run({ context, tx, organizationId, params: { id }, body }) {
    await requireOutgoingWebhook(tx, id);
    const options = { organizationId, dueAt: new Date(context.now()), limit: most };
    const newIds = Array.from({ length: most }, newId);
    const { length: replayed } =
      body.status === "WAITING"
        ? await tryDeliveriesNow(tx, id, body, options)
        : await replayDeliveries(tx, id, body, { ...options, newIds });
    return { replayed, more: replayed === most };
  },
});
