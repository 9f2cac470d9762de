import { StepFailure } from "../../define/function.ts";
import type { Evaluator } from "../../expressions/expressions.ts";
import { createReader, leadsThroughList } from "./path-reader.ts";
import { pickVariables, type Variables } from "./variables.ts";

export const expressionTimeoutMs = 2_000;

const readers = new Map<string, ReturnType<typeof createReader>>();
const maxReaders = 5_000;

function readerOf(expression: string): ReturnType<typeof createReader> {
  if (readers.has(expression)) return readers.get(expression);
  if (readers.size >= maxReaders) readers.clear();
  const reader = createReader(expression);
  readers.set(expression, reader);
  return reader;
}

/** A plain path or a constant costs a few microseconds, anything else a trip to a worker that can be stopped. */
export async function evaluate(evaluator: Evaluator, expression: string, variables: Variables): Promise<unknown> {
  const reader = readerOf(expression);
  if (reader && !leadsThroughList(expression, { ...variables })) return reader({ ...variables });
  const { source, input } = pickVariables(expression, variables);
  const result = await evaluator.evaluate(source, input, { timeoutMs: expressionTimeoutMs });
  if (result.ok) return result.value;
  throw new StepFailure("expression_failed", result.error);
}
