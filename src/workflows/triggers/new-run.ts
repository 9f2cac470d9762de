import type { Context } from "../../context.ts";
import { newId } from "../../crypto/ids.ts";
import type { NewRun } from "../../store/run-queue.ts";
import type { TriggerType } from "../../store/workflow-tables.ts";
import type { Runnable } from "../definitions.ts";
import { evaluate } from "../engine/evaluate.ts";
import type { Variables } from "../engine/variables.ts";
import { filterOf } from "../expression-faults.ts";
import { isTrue } from "../functions/branch.ts";

export interface RunStart {
  runnable: Runnable;
  type: TriggerType;
  ref: string | null;
  input: unknown;
  isTest?: boolean;
  retryOf?: string;
  parent?: { runId: string; step: string };
}

const longestKey = 200;

/** A run that is not stored yet. An ordering key that cannot be worked out counts as the empty key. */
export async function newRun(context: Context, start: RunStart): Promise<NewRun> {
  const { runnable, input } = start;
  const { settings } = runnable.workflow.definition;
  const createdAt = new Date(context.now());
  const key = settings.orderingKey === undefined ? null : await keyOf(context, runnable, settings.orderingKey, input);
  return {
    id: newId(),
    organizationId: runnable.organizationId,
    workflowId: runnable.id,
    version: runnable.version,
    definition: runnable.version === null ? runnable.workflow.definition : null,
    isTest: start.isTest ?? false,
    triggerType: start.type,
    triggerRef: start.ref,
    input,
    retryOf: start.retryOf ?? null,
    parent: start.parent ?? null,
    createdAt,
    deadlineAt: new Date(createdAt.getTime() + settings.maxRunSeconds * 1000),
    runLimit: settings.concurrency ?? null,
    orderingKey: key,
  };
}

/** The values of sealed parameters do not get into the key. */
async function keyOf(context: Context, runnable: Runnable, expression: string, input: unknown): Promise<string> {
  const parameters = await openFor(context, runnable, expression);
  const variables = triggerVariables(runnable, input, parameters?.values);
  const key = await evaluate(evaluatorOf(context, runnable), expression, variables).then(keyText, () => "");
  return parameters ? keyText(parameters.maskDerived(parameters.redact(key))) : key;
}

/** Global parameters, when the expression names one. */
const openFor = async ({ workflows }: Context, { organizationId }: Runnable, expression: string) =>
  expression.includes("$params") ? workflows.parameters.open(organizationId) : undefined;

const evaluatorOf = ({ expressions }: Context, { organizationId }: Runnable) => expressions.of(organizationId);

const keyText = (value: unknown): string =>
  (typeof value === "string" ? value : (JSON.stringify(value) ?? "")).replaceAll("\u0000", "").slice(0, longestKey);

/** Whether the trigger's filter lets the input in. A filter that fails on it lets it in, so that the run shows the fault. */
export async function passesFilter(context: Context, runnable: Runnable, input: unknown): Promise<boolean> {
  const filter = filterOf(runnable.workflow.definition.trigger);
  if (filter === undefined) return true;
  const parameters = await openFor(context, runnable, filter);
  const variables = triggerVariables(runnable, input, parameters?.values);
  return evaluate(evaluatorOf(context, runnable), filter, variables).then(isTrue, () => true);
}

function triggerVariables(runnable: Runnable, trigger: unknown, params: Record<string, unknown> = {}): Variables {
  const run = { id: "", workflowId: runnable.id, version: runnable.version, startedAt: "", isTest: false };
  return { trigger, steps: {}, errors: {}, params, run };
}
