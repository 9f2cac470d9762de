import type { Evaluator } from "../expressions/expressions.ts";
import type { IntegrationStep, PreparedRequest, RunInput } from "../store/integration-tables.ts";
import { textOf } from "./entity.ts";
import { RunFailure } from "./run-failure.ts";

export const mappingTimeoutMs = 2_000;

/** What paths and mappings read. */
export interface StepInput extends RunInput {
  accountExternalId: string | null;
  externalId: string | null;
  /** The shown fields of the credential. */
  credential: Record<string, string>;
  /** The same on every attempt, for vendors that take an idempotency key in the URL. */
  requestKey: string;
  /** Bodies of the answers so far. */
  steps: unknown[];
}

/** Throws RunFailure when a place is empty or the mapping fails. */
export async function makeRequest(
  evaluator: Evaluator,
  step: IntegrationStep,
  input: StepInput,
): Promise<PreparedRequest> {
  const { method, format, mapping } = step;
  const path = fillPath(step.path, input);
  const body = mapping === undefined ? null : await evaluate(evaluator, mapping, input, "mapping");
  return { method, path, format, body: body ?? null };
}

/** Undefined where the expression finds nothing. */
export async function evaluate(
  evaluator: Evaluator,
  expression: string,
  input: unknown,
  what: string,
): Promise<unknown> {
  const evaluation = await evaluator.evaluate(expression, input, { timeoutMs: mappingTimeoutMs });
  if (evaluation.ok) return evaluation.value;
  throw new RunFailure("ERROR", "validation", `The ${what} fails: ${evaluation.error}`);
}

/** Values are escaped: none of them can name another path. */
function fillPath(path: string, input: StepInput): string {
  return path.replaceAll(/\{([A-Za-z0-9_.]+)\}/g, (_, place: string) => {
    const value = textOf(valueAt(input, place.split(".")));
    if (value === null) throw new RunFailure("ERROR", "validation", `The path's place ${place} is empty.`);
    return encodeURIComponent(value).replaceAll(/^\.+$/g, (dots) => dots.replaceAll(".", "%2E"));
  });
}

function valueAt(value: unknown, names: string[]): unknown {
  return names.reduce<unknown>((found, name) => {
    const isObject = typeof found === "object" && found !== null && Object.hasOwn(found, name);
    return isObject ? (found as Record<string, unknown>)[name] : undefined;
  }, value);
}
