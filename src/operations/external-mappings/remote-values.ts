import { z } from "zod";
import { requireUse } from "../../access/require-use.ts";
import type { Actor, Context } from "../../context.ts";
import { Problem } from "../../errors.ts";
import { mappingTimeoutMs } from "../../integrations/make-request.ts";
import { integrationsOf } from "../../integrations/plan.ts";
import { findCredential } from "../../store/credentials.ts";
import { newestOfDestination } from "../../store/credentials-of-destination.ts";

export const remoteValue = z.strictObject({ id: z.string(), name: z.string() });
const found = z.array(z.looseObject({ id: z.coerce.string(), name: z.coerce.string() })).max(500);

export interface Lookup {
  organizationId: string;
  destination: string;
  entityType: string;
  externalTable: string | undefined;
  /** Undefined: the newest credential of the destination that the actor may use. */
  credentialId: string | undefined;
}

/** Asks the system, with the credential, for the ids of a table: at most 500, as many as its first page gives. */
export async function lookUp(context: Context, actor: Actor, lookup: Lookup): Promise<z.output<typeof remoteValue>[]> {
  const { registry, store, broker, expressions } = context;
  const { organizationId, destination, entityType } = lookup;
  const { presets, lists = [] } = integrationsOf(registry, destination);
  const preset = presets.find((one) => one.entityType.toLowerCase() === entityType.toLowerCase());
  const table = lookup.externalTable ?? preset?.externalTable;
  const credentialId = await store.inOrganization(organizationId, async (tx) => {
    const row = lookup.credentialId
      ? await findCredential(tx, lookup.credentialId)
      : await newestOfDestination(tx, destination);
    if (row?.destination === destination) return row.id;
    throw new Problem("not_found", "There is no such credential of this destination.");
  });
  requireUse(actor, credentialId);
  const list = lists.find((one) => one.table === table);
  if (!list) throw new Problem("not_found", "The ids of this table cannot be looked up. Give them by hand.");
  const headers = ["accept", "application/json"];
  const answer = await broker.send({ organizationId, credentialId, method: "GET", path: list.path, headers });
  if (answer.status >= 300) throw new Problem("upstream_failed", `The system answered ${answer.status}.`);
  const body = parse(answer.body);
  const evaluation = await expressions.of(organizationId).evaluate(list.values, body, { timeoutMs: mappingTimeoutMs });
  const value = evaluation.ok ? (evaluation.value ?? []) : undefined;
  const values = found.safeParse(Array.isArray(value) ? value.slice(0, 500) : [value]);
  if (!values.success) throw new Problem("upstream_failed", "The system's answer was not what was expected.");
  return values.data.map(({ id, name }) => ({ id, name }));
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return null;
  }
}
