import type { Actor, Context } from "../context.ts";
import { newId } from "../crypto/ids.ts";
import type { Operation } from "../define/operation.ts";
import { configurationChange, configurationEvent } from "../events/configuration-events.ts";
import { writeAudit } from "../store/audit.ts";
import { holdItem, type Tx } from "../store/db.ts";
import { changedFields } from "./changed-fields.ts";
import { guardOf } from "./output-guard.ts";

export interface ChangingCall {
  context: Context;
  /** Undefined for work that calls out: it records for itself. */
  tx: Tx;
  actor: Actor;
  organizationId: string;
  requestId: string;
  params: Record<string, unknown>;
  body: unknown;
}

export interface ChangeRecorder {
  /** The thing before the call; it is held until the transaction ends, so that nobody changes it in between. */
  before(call: ChangingCall): Promise<unknown>;
  /** Who did it, for people, and that it happened, for rules; both in the transaction of the change. */
  after(call: ChangingCall, output: unknown, old: unknown): Promise<void>;
}

const nothing: ChangeRecorder = { before: async () => undefined, after: async () => undefined };

/** Records what an audited operation changes. A thing is shown by the operation that reads one, so no secret is in it. */
export function recorderOf(context: Context, operation: Operation, operations: readonly Operation[]): ChangeRecorder {
  const { audit, callsOut } = operation;
  if (!audit || callsOut) return nothing;
  const change = configurationChange(audit.action);
  const show = change?.shownBy === undefined ? undefined : readerOf(context, change.shownBy, operations);
  return {
    before: async (call) => {
      if (!show || change?.kind === "created") return undefined;
      await holdItem(call.tx, [call.organizationId, ...Object.values(call.params)].join("/"));
      return show(call, call.params);
    },
    after: async (call, output, old) => {
      const isGone = change?.kind === "deleted";
      const after = isGone ? undefined : show ? await show(call, paramsOf(operation, call, output)) : output;
      const changed = old === undefined || isGone ? {} : { changed: changedFields(old, after, call.body) };
      await writeAuditRow(operation, call, output, changed);
      if (!change) return;
      const before = isGone && !show ? output : old;
      const shown = {
        ...(before === undefined ? {} : { old: before }),
        ...(after === undefined ? {} : { new: after }),
      };
      const event = configurationEvent(change, call.organizationId, shown, call.actor);
      await call.context.events.publish(call.tx, [event]);
    },
  };
}

type Reader = (call: ChangingCall, params: Record<string, unknown>) => Promise<unknown>;

function readerOf({ registry }: Context, id: string, operations: readonly Operation[]): Reader {
  const reader = operations.find((one) => one.id === id);
  if (!reader) throw new Error(`No operation ${id} shows what is changed`);
  const guard = guardOf(typeof reader.output === "function" ? reader.output(registry) : reader.output);
  const [, lastPlace = ""] = /\{(\w+)\}$/.exec(reader.path) ?? [];
  return async (call, { createdId, ...params }) => {
    const named = createdId === undefined ? params : { ...params, [lastPlace]: createdId };
    const read = { ...call, params: named, query: {}, body: undefined };
    return guard(await reader.run(read as Parameters<Operation["run"]>[0]));
  };
}

/** A thing that was created is named by the answer. */
function paramsOf({ audit }: Operation, { params }: ChangingCall, output: unknown): Record<string, unknown> {
  const isCreated = audit && configurationChange(audit.action)?.kind === "created";
  return isCreated ? { ...params, createdId: (output as { id: string }).id } : params;
}

async function writeAuditRow(
  { audit, permission }: Operation,
  call: ChangingCall,
  output: unknown,
  changed: { changed?: string[] },
): Promise<void> {
  if (!audit) return;
  const { tx, actor, organizationId, requestId, params } = call;
  const outputId = (output as { id?: unknown }).id;
  const itemId = audit.itemId
    ? audit.itemId(output, params)
    : ((typeof outputId === "string" ? outputId : (params.id as string | undefined)) ?? null);
  await writeAudit(tx, {
    id: newId(),
    organizationId,
    action: audit.action,
    actorType: actor.type,
    actorId: actor.id,
    actorName: actor.name,
    resourceType: permission.resource,
    resourceId: itemId,
    detail: { ...audit.detail?.(output, params), ...changed },
    requestId,
  });
}
