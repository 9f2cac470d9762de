import { z } from "zod";
import { operation } from "../../define/operation.ts";
import type { Registry } from "../../define/registry.ts";
import { listCredentials } from "../../store/credentials.ts";
import * as shapes from "../shapes.ts";
import { credential, statuses, toCredential } from "./shapes.ts";

const verifying = ({ destinations, typesOf }: Registry) =>
  destinations.flatMap(({ id }) =>
    typesOf(id)
      .filter((type) => type.incoming)
      .map((type) => ({ destination: id, type: type.id })),
  );

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
    verifies: shapes.queryFlag
      .default(false)
      .describe("Only credentials that can verify what an incoming webhook receives."),
    q: z.string().trim().max(200).optional(),
    deleted: shapes.queryFlag.default(false),
    sort: z.enum(["created", "name", "lastUsed"]).default("created"),
    ...shapes.paging,
  }),
  output: (registry) => shapes.page(credential(registry)),
  async run({ context, tx, query }) {
    const { verifies, ...filters } = query;
    const oneOf = verifies ? verifying(context.registry) : undefined;
    const { data, nextToken } = await listCredentials(tx, { ...filters, oneOf });
    return { data: data.map((row) => toCredential(context.registry, row)), nextToken };
  },
});
