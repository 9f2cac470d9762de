import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { listDataKeys } from "../../store/data-keys.ts";
import { countUnder } from "../../store/sealed-values.ts";
import { sealedPlaces } from "../../vault/sealed-places.ts";
import * as shapes from "../shapes.ts";
import { dataKey, rootKey, toDataKey } from "./shapes.ts";

/** Of each table: reading so many rows takes some milliseconds. */
const mostRows = 10_000;

export default operation({
  id: "dataKeys.list",
  method: "GET",
  path: "/datakeys",
  tag: "Data keys",
  summary:
    "List the organization's data keys, newest first, with how many values each seals, and where the root key is",
  permission: { action: "config:retrieve", resource: "organization", idParam: "orgId" },
  query: z.object({ ...shapes.paging }),
  output: shapes.page(dataKey).extend({ rootKey }),
  async run({ context, tx, organizationId, query }) {
    const { data, nextToken } = await listDataKeys(tx, organizationId, query);
    const active = data.find(({ status }) => status === "ACTIVE");
    const counted = { organizationId, keyId: active?.id ?? "", limit: mostRows };
    const count = active && (await countUnder(tx, sealedPlaces, counted));
    return {
      rootKey: context.vault.rootKey,
      data: data.map((row) => toDataKey(row, row === active ? count : undefined)),
      nextToken,
    };
  },
});
