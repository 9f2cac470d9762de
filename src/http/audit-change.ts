import type { Actor, Context } from "../context.ts";
import { newId } from "../crypto/ids.ts";
import type { Operation } from "../define/operation.ts";
import { Problem } from "../errors.ts";
import { configurationEvent } from "../events/configuration-events.ts";
import { writeAudit } from "../store/audit.ts";
import type { Tx } from "../store/db.ts";
import { changedFields } from "./changed-fields.ts";

export interface AuditedCall {
  actor: Actor;
  requestId: string;
  organizationId: string;
  params: Record<string, unknown>;
  body: unknown;
}

/** The thing as it is shown before a change; undefined where nothing tells. */
export async function readBefore(
  { audit, callsOut }: Operation,
  reading: Operation | undefined,
  call: Parameters<Operation["run"]>[0],
): Promise<unknown> {
  if (!audit || callsOut || !reading) return undefined;
  try {
    return await reading.run({ ...call, query: reading.query?.parse({}) ?? {}, body: {} });
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

/** Who did it, for people, and that it happened, for rules; both in the transaction of the change. */
export async function auditChange(
  { events }: Context,
  tx: Tx | undefined,
  { audit: rule, permission }: Operation,
  { actor, requestId, organizationId, params, body }: AuditedCall,
  { before, output }: { before: unknown; output: unknown },
): Promise<void> {
  if (!rule || !tx) return;
  const outputId = (output as { id?: unknown }).id;
  const itemId = rule.itemId
    ? rule.itemId(output, params)
    : ((typeof outputId === "string" ? outputId : (params.id as string | undefined)) ?? null);
  const detail = rule.detail?.(output, params) ?? {};
  const changed = before === undefined ? {} : { changed: changedFields(before, output, body) };
  await writeAudit(tx, {
    id: newId(),
    organizationId,
    action: rule.action,
    actorType: actor.type,
    actorId: actor.id,
    actorName: actor.name,
    resourceType: permission.resource,
    resourceId: itemId,
    detail: { ...detail, ...changed },
    requestId,
  });
  const event = configurationEvent(rule.action, organizationId, output, actor);
  if (event) await events.publish(tx, [event]);
}
