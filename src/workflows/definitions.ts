import { LRUCache } from "lru-cache";
import type { Context } from "../context.ts";
import type { ActiveRun } from "../store/run-claims.ts";
import { type RunnableRow, readRunnable, readVersion } from "../store/workflow-versions.ts";
import { type WorkflowDefinition, workflowDefinition } from "./definition.ts";
import { type CompiledWorkflow, compile } from "./engine/compiled.ts";
import type { FunctionRegistry } from "./functions/registry.ts";

/** A workflow as it runs now: its published version, or its draft while that is tried. */
export interface Runnable {
  id: string;
  organizationId: string;
  enabled: boolean;
  /** null: the draft. */
  version: number | null;
  workflow: CompiledWorkflow;
}

/** Cached for ten seconds at most; a change anywhere drops it at once. A version never changes, so it is kept. */
export interface Definitions {
  runnable(workflowId: string): Promise<Runnable | undefined>;
  ofRun(run: Pick<ActiveRun, "workflow_id" | "workflow_version" | "definition">): Promise<CompiledWorkflow | undefined>;
}

const freshForMs = 10_000;

export function createDefinitions(
  { store, changes, now }: Pick<Context, "store" | "changes" | "now">,
  functions: FunctionRegistry,
): Definitions {
  const pool = store.systemPool;
  const versions = new LRUCache<string, CompiledWorkflow>({ max: 2_000 });
  const current = new LRUCache<string, { runnable: Runnable | undefined }>({
    max: 5_000,
    ttl: freshForMs,
    ttlResolution: 0,
    perf: { now },
  });
  const loading = new Map<string, Promise<Runnable | undefined>>();
  changes.on("workflow", (id) => {
    loading.clear();
    if (id === null) current.clear();
    else current.delete(id);
  });

  const versionOf = async (workflowId: string, number: number): Promise<CompiledWorkflow | undefined> => {
    const key = `${workflowId}:${number}`;
    const known = versions.get(key);
    if (known) return known;
    const stored = await readVersion(pool, workflowId, number);
    const compiled = stored === undefined ? undefined : read(stored);
    if (compiled) versions.set(key, compiled);
    return compiled;
  };
  const read = (stored: unknown): CompiledWorkflow | undefined => {
    const parsed = workflowDefinition.safeParse(stored);
    return parsed.success ? compile(parsed.data as WorkflowDefinition, functions) : undefined;
  };
  const load = async (workflowId: string): Promise<Runnable | undefined> => {
    const row = await readRunnable(pool, workflowId);
    return row && toRunnable(row);
  };
  const toRunnable = async (row: RunnableRow): Promise<Runnable | undefined> => {
    const isDraft = row.use_draft && row.draft !== null;
    const version = isDraft ? null : row.published_version;
    if (version === null && !isDraft) return undefined;
    const workflow = version === null ? read(row.draft) : await versionOf(row.id, version);
    return workflow && { id: row.id, organizationId: row.organization_id, enabled: row.enabled, version, workflow };
  };
  return {
    runnable: async (workflowId) => {
      const known = current.get(workflowId);
      if (known) return known.runnable;
      const underWay = loading.get(workflowId);
      if (underWay) return underWay;
      const started: Promise<Runnable | undefined> = load(workflowId)
        .then((runnable) => {
          if (loading.get(workflowId) === started) current.set(workflowId, { runnable });
          return runnable;
        })
        .finally(() => loading.get(workflowId) === started && loading.delete(workflowId));
      loading.set(workflowId, started);
      return started;
    },
    ofRun: async (run) => {
      if (run.definition !== null) return read(run.definition);
      return run.workflow_version === null ? undefined : versionOf(run.workflow_id, run.workflow_version);
    },
  };
}
