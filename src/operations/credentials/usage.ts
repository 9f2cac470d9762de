import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { readCalls } from "../../store/credential-calls.ts";
import { findUses } from "../../store/credential-uses.ts";
import { idParams, outputId, time } from "../shapes.ts";
import { requireCredential } from "./find.ts";

const dayMs = 24 * 3_600_000;

export default operation({
  id: "credentials.usage",
  method: "GET",
  path: "/integrationcredentials/{id}/usage",
  tag: "Credentials",
  summary: "Read what uses a credential and how often it was called",
  permission: { action: "config:retrieve", resource: "credential" },
  params: idParams,
  output: z.strictObject({
    usedBy: z.array(z.strictObject({ kind: z.string(), id: outputId, name: z.string() })),
    calls: z.array(z.strictObject({ hour: time, calls: z.int(), failures: z.int() })),
    callsLast24Hours: z.int(),
    lastUsedAt: time.nullable(),
  }),
  async run({ context, tx, params: { id } }) {
    const row = await requireCredential(tx, id);
    const calls = await readCalls(tx, id, new Date(context.now() - 7 * dayMs));
    const yesterday = context.now() - dayMs;
    return {
      usedBy: await findUses(tx, id),
      calls: calls.map((hour) => ({ ...hour, hour: hour.hour.toISOString() })),
      callsLast24Hours: calls.reduce((sum, hour) => sum + (hour.hour.getTime() > yesterday ? hour.calls : 0), 0),
      lastUsedAt: row.last_used_at?.toISOString() ?? null,
    };
  },
});
