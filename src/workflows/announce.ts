import type { Context } from "../context.ts";
import type { ActiveRun } from "../store/run-claims.ts";
import type { RunOutcome } from "./engine/execute-run.ts";
import { placeInChain } from "./triggers/chain.ts";

export const runFailedEvent = "workflow.run.failed";

/** Tells those who watch that runs have changed, and publishes an event for each that failed. */
export function createAnnouncer({ store, events, live, log }: Pick<Context, "store" | "events" | "live" | "log">) {
  const publishFailure = async (run: ActiveRun): Promise<void> => {
    const { id, workflow_id: workflowId, organization_id: organizationId, workflow_version: version } = run;
    const data = { new: { id, workflowId, version, triggerType: run.trigger_type, isTest: run.is_test } };
    const depth = placeInChain(run.input) + 1;
    const event = { organizationId, eventName: runFailedEvent, data, idempotencyKey: `run-failed:${id}`, depth };
    await store.inOrganization(organizationId, (tx) => events.publish(tx, [event]));
  };
  return (run: ActiveRun, outcome: RunOutcome | undefined): void => {
    live.touch(run.organization_id, "workflow");
    if (outcome?.status !== "FAILED" || run.is_test || isAboutFailure(run)) return;
    publishFailure(run).catch((error: unknown) =>
      log.warn({ runId: run.id, reason: (error as Error)?.message }, "A failed run could not be published as an event"),
    );
  };
}

/** A workflow that reacts to failures and fails itself must not start itself. */
const isAboutFailure = (run: ActiveRun): boolean =>
  (run.input as { eventName?: unknown } | null)?.eventName === runFailedEvent;
