import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { listDeliveryCounts } from "../../store/deliveries.ts";
import { requireOutgoingWebhook } from "../outgoing-webhooks/find.ts";
import * as shapes from "../shapes.ts";

const hourMs = 3_600_000;
const message = "Use a whole number of hours from 1 to 2160.";

export default operation({
  id: "deliveries.counts",
  method: "GET",
  path: "/integrationdestinations/webhooks/{id}/deliveries/counts",
  tag: "Outgoing webhooks",
  summary: "Count a webhook's attempts that were accepted and that failed, by hour",
  permission: { action: "config:retrieve", resource: "webhook" },
  params: shapes.idParams,
  query: z.object({
    hours: z.coerce.number({ error: message }).int(message).min(1, message).max(2160, message).default(24),
  }),
  output: z.strictObject({
    data: z.array(z.strictObject({ hour: shapes.time, delivered: z.int(), failed: z.int() })),
  }),
  async run({ context, tx, params: { id }, query: { hours } }) {
    await requireOutgoingWebhook(tx, id);
    const rows = await listDeliveryCounts(tx, id, new Date(context.now() - hours * hourMs));
    return { data: rows.map((row) => ({ ...row, hour: row.hour.toISOString() })) };
  },
});
