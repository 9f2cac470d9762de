import type { Context } from "../context.ts";
import { newId } from "../crypto/ids.ts";
import { createWakeLoop } from "../jobs/wake-loop.ts";
import { claimRuns, finishAttempt, type HeldRun, nextRunDueMs, renewRunLeases } from "../store/integration-queue.ts";
import { attemptRun } from "./attempt.ts";
import { finishRun } from "./finish.ts";

/** What a process that died had leased is due again after this. */
const leaseMs = 15_000;
const renewEveryMs = 5_000;
const atOnce = 16;
const perConfig = 4;

export interface Engine {
  start(): void;
  wake(): void;
  stop(): Promise<void>;
}

/** Leases runs that are due, makes their calls, writes what came of them. */
export function createEngine(context: Context): Engine {
  const { store, now, log, live } = context;
  const worker = newId();
  const held = new Set<string>();

  const lease = () => ({ worker, leaseMs, aheadMs: now() - Date.now() });
  const run = async (leased: HeldRun): Promise<void> => {
    try {
      const attempted = await attemptRun(context, leased);
      if (attempted) await finishRun(context, attempted, leased);
    } catch (error) {
      log.warn({ reason: error instanceof Error ? error.message : "unknown" }, "An integration run was broken off");
      await giveBack(leased).catch(() => {});
    } finally {
      held.delete(leased.id);
      live.touch(leased.organizationId, "integration");
      loop.wake();
    }
  };
  /** A fault of ours: the run is tried again in a while. */
  const giveBack = async (leased: HeldRun): Promise<void> => {
    const at = new Date(now());
    const outcome = { status: "AWAITING_RETRY" as const, error: "Something failed on our side.", url: null };
    const again = { ...outcome, externalId: null, nextAt: new Date(now() + leaseMs) };
    await store.inOrganization(leased.organizationId, (tx) => finishAttempt(tx, leased, again, at));
  };
  const claim = async (): Promise<boolean> => {
    const room = atOnce - held.size;
    const claimed = room > 0 ? await claimRuns(store.systemPool, lease(), { perConfig, atMost: room }) : [];
    for (const leased of claimed) {
      held.add(leased.id);
      void run(leased);
    }
    return false;
  };
  const loop = createWakeLoop({
    claim,
    /** What is under way wakes the loop when it ends. */
    nextDueMs: async () => (held.size > 0 ? undefined : nextRunDueMs(store.systemPool, lease().aheadMs)),
    renew: () => renewRunLeases(store.systemPool, [...held], lease()),
    renewEveryMs,
    onFault: (error) =>
      log.warn({ reason: error instanceof Error ? error.message : "unknown" }, "Integration runs could not be fetched"),
  });
  return { start: loop.start, wake: loop.wake, stop: () => loop.stop(() => held.size === 0) };
}
