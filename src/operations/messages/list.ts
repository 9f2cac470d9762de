import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { listMessages } from "../../store/incoming-messages.ts";
import { requireWebhook } from "../incoming-webhooks/find.ts";
import * as shapes from "../shapes.ts";
import { messageSummary, toSummary } from "./shapes.ts";

export default operation({
  id: "messages.list",
  method: "GET",
  path: "/incomingwebhooks/{id}/messages",
  tag: "Incoming webhooks",
  summary: "List what a webhook received, accepted and refused, newest first",
  permission: { action: "config:retrieve", resource: "incomingwebhook" },
  params: shapes.idParams,
  query: z.object({
    status: z
      .enum(["ACCEPTED", "REJECTED", "accepted", "rejected"], { error: "Use ACCEPTED or REJECTED." })
      .transform((word) => (word.toUpperCase() === "ACCEPTED" ? "ACCEPTED" : "REJECTED"))
      .optional(),
    ...shapes.paging,
  }),
  output: shapes.page(messageSummary),
  async run({ context, tx, params: { id }, query: { status, ...paging } }) {
    await context.incoming.flush();
    const webhook = await requireWebhook(tx, id);
    const { data, nextToken } = await listMessages(tx, id, { status, ...paging });
    return { data: data.map((row) => toSummary(context.registry, row, webhook)), nextToken };
  },
});
