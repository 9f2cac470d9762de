import type { Context } from "../context.ts";
import type { ActiveRun } from "../store/run-queue.ts";
import { announceRuns } from "../store/run-queue.ts";
import type { RunOutcome } from "./engine/execute-run.ts";

const everyMs = 250;
/** In a burst nobody can follow each run: lists are read anew anyway. */
const mostAtOnce = 100;

export const runFailedEvent = "workflow.run.failed";

/** Tells the change feed of runs, a few times a second, and publishes an event for each that failed. */
export function createAnnouncer({ store, events, log }: Pick<Context, "store" | "events" | "log">) {
  const gathered = new Set<string>();
  let isScheduled = false;

  const flush = (): void => {
    isScheduled = false;
    const ids = [...gathered];
    gathered.clear();
    announceRuns(store.systemPool, ids).catch(() => {});
  };
  const publishFailure = async (run: ActiveRun): Promise<void> => {
    const { id, workflow_id: workflowId, organization_id: organizationId, workflow_version: version } = run;
    const data = { new: { id, workflowId, version, triggerType: run.trigger_type, isTest: run.is_test } };
    await store.inOrganization(organizationId, (tx) =>
      events.publish(tx, [{ organizationId, eventName: runFailedEvent, data, idempotencyKey: `run-failed:${id}` }]),
    );
  };
  return (run: ActiveRun, outcome: RunOutcome | undefined): void => {
    if (gathered.size < mostAtOnce) gathered.add(run.id);
    if (!isScheduled) setTimeout(flush, everyMs).unref();
    isScheduled = true;
    if (outcome?.status !== "FAILED" || run.is_test || isAboutFailure(run)) return;
    publishFailure(run).catch((error: unknown) =>
      log.warn({ runId: run.id, reason: (error as Error)?.message }, "A failed run could not be published as an event"),
    );
  };
}

/** A workflow that reacts to failures and fails itself must not start itself. */
const isAboutFailure = (run: ActiveRun): boolean =>
  (run.input as { eventName?: unknown } | null)?.eventName === runFailedEvent;
