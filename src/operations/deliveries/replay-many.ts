import { z } from "zod";
import { newId } from "../../crypto/ids.ts";
import { operation } from "../../define/operation.ts";
import { replayDeliveries } from "../../store/deliveries.ts";
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
    "Deliver once more what is over and fits a filter, oldest first, 1,000 at most; narrow the time range for more",
  permission: { action: "config:update", resource: "webhook" },
  audit: {
    action: "delivery.replayed",
    itemId: (_output, { id }) => id as string,
    detail: ({ replayed }) => ({ replayed }),
  },
  params: shapes.idParams,
  body: z.strictObject({
    ...filter,
    status: z.enum(["DELIVERED", "FAILED"], { error: "Use DELIVERED or FAILED." }).default("FAILED"),
  }),
  output: z.strictObject({ replayed: z.int(), more: z.boolean() }),
  async run({ context, tx, organizationId, params: { id }, body }) {
    await requireOutgoingWebhook(tx, id);
    const newIds = Array.from({ length: most }, newId);
    const options = { organizationId, dueAt: new Date(context.now()), limit: most, newIds };
    const { length: replayed } = await replayDeliveries(tx, id, body, options);
    return { replayed, more: replayed === most };
  },
});
