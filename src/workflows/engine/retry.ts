import type { StepRecord } from "../../store/run-journal.ts";
import type { Step } from "../definition.ts";
import type { RunState } from "./run-state.ts";

const maxDelaySeconds = 24 * 3600;

/** When a failed step is tried again; undefined: it stays failed. Without a policy of its own a step is tried once. */
export function nextTry(step: Step, record: RetryableRecord, { context }: Pick<RunState, "context">): Date | undefined {
  const { retry } = step;
  if (!retry || !record.mayRetry || record.attempts >= retry.attempts) return undefined;
  const delay = retry.firstDelaySeconds * retry.factor ** (record.attempts - 1);
  const seconds = Math.min(Math.max(delay, record.retryAfterSeconds ?? 0), maxDelaySeconds);
  return new Date(context.now() + seconds * 1000);
}

/** A record as an attempt leaves it: the last two members are not stored. */
export interface RetryableRecord extends StepRecord {
  mayRetry?: boolean;
  retryAfterSeconds?: number;
}
