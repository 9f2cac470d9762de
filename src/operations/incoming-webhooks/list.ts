import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { listIncomingWebhooks } from "../../store/incoming-webhooks.ts";
import * as shapes from "../shapes.ts";
import { incomingWebhook, toIncomingWebhook } from "./shapes.ts";

export default operation({
  id: "incomingWebhooks.list",
  method: "GET",
  path: "/incomingwebhooks",
  tag: "Incoming webhooks",
  summary: "List incoming webhooks, newest first",
  permission: { action: "config:retrieve", resource: "incomingwebhook" },
  query: z.object({
    credentialId: shapes.id.optional(),
    active: shapes.queryFlag.optional(),
    q: z.string().trim().max(200).optional(),
    ...shapes.paging,
  }),
  output: shapes.page(incomingWebhook),
  async run({ context, tx, query }) {
    await context.incoming.flush();
    const { data, nextToken } = await listIncomingWebhooks(tx, query);
    return { data: data.map((row) => toIncomingWebhook(context.config.publicUrl, row)), nextToken };
  },
});
