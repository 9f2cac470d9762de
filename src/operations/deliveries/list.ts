import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { listDeliveries } from "../../store/deliveries.ts";
import { requireOutgoingWebhook } from "../outgoing-webhooks/find.ts";
import * as shapes from "../shapes.ts";
import { delivery, filter, toDelivery } from "./shapes.ts";

export default operation({
  id: "deliveries.list",
  method: "GET",
  path: "/integrationdestinations/webhooks/{id}/deliveries",
  tag: "Outgoing webhooks",
  summary: "List what a webhook delivers, newest first",
  permission: { action: "config:retrieve", resource: "webhook" },
  params: shapes.idParams,
  query: z.object({ ...filter, ...shapes.paging }),
  output: shapes.page(delivery),
  async run({ tx, params: { id }, query }) {
    await requireOutgoingWebhook(tx, id);
    const { data, nextToken } = await listDeliveries(tx, id, query);
    return { data: data.map(toDelivery), nextToken };
  },
});
