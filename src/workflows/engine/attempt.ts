import { type FunctionDefinition, StepFailure, type StepResult } from "../../define/function.ts";
import { Problem } from "../../errors.ts";
import { isDeeperThan } from "../../json-depth.ts";
import { toFailure } from "../functions/call-system.ts";
import { completeInputs } from "../functions/inputs.ts";
import { placeInChain } from "../triggers/chain.ts";
import { deepestJson } from "../triggers/message-input.ts";
import type { CompiledStep } from "./compiled.ts";
import { evaluate } from "./evaluate.ts";
import type { RetryableRecord } from "./retry.ts";
import type { RunState } from "./run-state.ts";
import type { Variables } from "./variables.ts";

const defaultTimeoutSeconds = 30;
const maxOutputBytes = 4 * 1024 * 1024;

/** What an attempt needs of its run. */
export type AttemptState = Pick<RunState, "context" | "run" | "redact" | "maskDerived" | "stopped">;

/** One try of a step: its inputs, its function, and a record of both. Never throws for what the outside does. */
export async function attemptStep(
  state: AttemptState,
  { step, function: definition, usesParameters }: CompiledStep,
  iteration: string,
  variables: Variables,
  attempts: number,
  keptKey: string | undefined,
): Promise<RetryableRecord> {
  const { context, run } = state;
  const idempotencyKey = keptKey ?? `${run.id}:${step.id}${iteration === "" ? "" : `:${iteration}`}`;
  const record: RetryableRecord = {
    stepId: step.id,
    iteration,
    status: "COMPLETED",
    attempts,
    port: null,
    input: null,
    output: null,
    error: null,
    idempotencyKey,
    wakeAt: null,
    startedAt: new Date(context.now()),
    finishedAt: null,
  };
  try {
    if (!definition) throw new StepFailure("unknown_function", "This installation has no such function.");
    const inputs = completeInputs(definition, await evaluateInputs(state, step.inputs, variables));
    const keptInputs = clean(state, inputs, usesParameters) as Record<string, unknown>;
    record.input = keptInputs;
    const result = await withTimeout(definition, (step.timeoutSeconds ?? defaultTimeoutSeconds) * 1000, (timeoutMs) =>
      definition.run({
        context,
        organizationId: run.organization_id,
        workflowId: run.workflow_id,
        runId: run.id,
        stepId: step.id,
        credentialId: step.credentialId ?? null,
        inputs,
        keptInputs,
        idempotencyKey,
        timeoutMs,
        isTest: run.is_test,
        isAgain: attempts > 1 || keptKey !== undefined,
        depth: placeInChain(run.input),
      }),
    );
    take(state, record, result, usesParameters);
  } catch (error) {
    fail(state, record, toFailure(error, true), usesParameters);
  }
  if (record.status !== "WAITING") record.finishedAt = new Date(context.now());
  return record;
}

export async function evaluateInputs(
  { context, run }: Pick<RunState, "context" | "run">,
  inputs: CompiledStep["step"]["inputs"],
  variables: Variables,
): Promise<Record<string, unknown>> {
  const evaluator = context.expressions.of(run.organization_id);
  const entries = Object.entries(inputs).map(async ([name, input]) => {
    return [name, "value" in input ? input.value : await evaluate(evaluator, input.expression, variables)] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

function take(state: AttemptState, record: RetryableRecord, result: StepResult, usesParameters: boolean): void {
  record.output = clean(state, result.output ?? null, usesParameters);
  if ("wait" in result) {
    const { until, webhook, runId } = result.wait;
    record.status = "WAITING";
    record.wakeAt = until;
    if (runId) record.port = "run";
    if (!webhook) return;
    record.port = "message";
    const { webhookId, match } = webhook;
    record.wait = { webhookId, matchPath: match?.path ?? null, matchValue: match?.equals ?? null };
  } else if ("stop" in result) state.stopped = { output: record.output };
  else record.port = result.port === undefined ? null : state.redact(result.port);
}

function fail(state: AttemptState, record: RetryableRecord, error: unknown, usesParameters: boolean): void {
  record.status = "FAILED";
  if (error instanceof StepFailure) {
    const { code, message, uncertain } = error;
    const words = String(clean(state, message, usesParameters));
    record.error = { code, message: words, ...(uncertain ? { uncertain } : {}) };
    record.mayRetry = error.retry;
    record.retryAfterSeconds = error.retryAfterSeconds;
    return;
  }
  const code = error instanceof Problem ? error.code : "internal";
  const message = error instanceof Problem ? error.detail : "Something failed on our side.";
  record.error = { code, message };
  record.mayRetry = code === "internal";
  if (!(error instanceof Problem)) {
    state.context.log.error({ runId: state.run.id, reason: (error as Error)?.name }, "A step failed unexpectedly");
  }
}

/**
 * What is kept and what later steps see are the same: without the values of sealed parameters and what an expression made
 * of them, and of a bounded size.
 */
export function clean(
  state: Pick<RunState, "redact" | "maskDerived">,
  value: unknown,
  usesParameters: boolean,
): unknown {
  const json = JSON.stringify(value) ?? "null";
  if (json.length > maxOutputBytes) throw new StepFailure("too_large", "The step's values are longer than 4 MiB.");
  if (isDeeperThan(json, deepestJson))
    throw new StepFailure("too_large", `The step's values are nested deeper than ${deepestJson} levels.`);
  const redacted = state.redact(json);
  const kept: unknown = redacted === json ? value : JSON.parse(redacted);
  return usesParameters ? state.maskDerived(kept) : kept;
}

async function withTimeout(
  definition: FunctionDefinition,
  timeoutMs: number,
  run: (timeoutMs: number) => Promise<StepResult>,
): Promise<StepResult> {
  if (definition.isPure) return run(timeoutMs);
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new StepFailure("step_timed_out", "The step took too long.", { retry: true, uncertain: true })),
    timeoutMs + 500,
  );
  try {
    return await Promise.race([run(timeoutMs), promise]);
  } finally {
    clearTimeout(timer);
  }
}
