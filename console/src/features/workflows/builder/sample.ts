import type { Definition, Run } from "../../../lib/api/workflow-shapes.ts";

/** What expressions are tried on. */
export interface Sample {
  trigger: unknown;
  steps?: Record<string, unknown>;
  item?: unknown;
  index?: number;
}

/** The trigger's own sample, else what the newest run began with; what that run's steps gave; in a loop its first item. */
export function sampleOf(definition: Definition, run: Run | undefined, loop: string | undefined): Sample {
  const own = definition.trigger.sample;
  const sample: Sample = { trigger: isNothing(own) ? (run?.input ?? own ?? {}) : own };
  if (!run) return sample;
  const given = run.steps.filter(({ status }) => status === "COMPLETED");
  const first = new Map(given.map(({ stepId, output }) => [stepId, output]).reverse() as [string, unknown][]);
  sample.steps = Object.fromEntries(first);
  const began = loop === undefined ? undefined : run.steps.find(({ stepId }) => stepId === loop)?.input;
  const items = began && typeof began === "object" ? (began as { items?: unknown }).items : undefined;
  return Array.isArray(items) && items.length > 0 ? { ...sample, item: items[0], index: 0 } : sample;
}

const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === "object" && Object.keys(value).length === 0);
