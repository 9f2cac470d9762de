import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { listCredentials } from "../../store/credentials.ts";
import * as shapes from "../shapes.ts";
import { credential, statuses, toCredential } from "./shapes.ts";

export default operation({
  id: "credentials.list",
  method: "GET",
  path: "/integrationcredentials",
  tag: "Credentials",
  summary: "List credentials, newest first",
  permission: { action: "config:retrieve", resource: "credential" },
  query: z.object({
    destination: z.string().max(100).optional(),
    type: z.string().max(100).optional(),
    status: z.enum(statuses).optional(),
    q: z.string().trim().max(200).optional(),
    deleted: shapes.queryFlag.default(false),
    sort: z.enum(["created", "name", "lastUsed"]).default("created"),
    ...shapes.paging,
  }),
  output: (registry) => shapes.page(credential(registry)),
  async run({ context, tx, query }) {
    const { data, nextToken } = await listCredentials(tx, query);
    return { data: data.map((row) => toCredential(context.registry, row)), nextToken };
  },
});
