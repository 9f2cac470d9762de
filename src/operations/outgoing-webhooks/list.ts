import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { listOutgoingWebhooks } from "../../store/outgoing-webhooks.ts";
import * as shapes from "../shapes.ts";
import { outgoingWebhook, toOutgoingWebhook } from "./shapes.ts";

export default operation({
  id: "outgoingWebhooks.list",
  method: "GET",
  path: "/integrationdestinations/webhooks",
  tag: "Outgoing webhooks",
  summary: "List outgoing webhooks, newest first",
  permission: { action: "config:retrieve", resource: "webhook" },
  query: z.object({
    ids: z.preprocess(
      (given) => (typeof given === "string" ? given.split(",") : given),
      z.array(shapes.id).min(1, "Name at least one id.").max(200, "Name at most 200 ids.").optional(),
    ),
    q: z.string().trim().max(200).optional(),
    ...shapes.paging,
  }),
  output: shapes.page(outgoingWebhook),
  async run({ tx, query }) {
    const { data, nextToken } = await listOutgoingWebhooks(tx, query);
    return { data: data.map(toOutgoingWebhook), nextToken };
  },
});
