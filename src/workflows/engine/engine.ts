import { setTimeout as sleep } from "node:timers/promises";
import type { Context } from "../../context.ts";
import { newId } from "../../crypto/ids.ts";
import { beat, removeWorker } from "../../store/job-workers.ts";
import { type ActiveRun, claimGatedRuns, claimRuns, freeOrphanedRuns, giveBackRuns } from "../../store/run-claims.ts";
import type { Definitions } from "../definitions.ts";
import type { Parameters } from "../parameters.ts";
import { executeRun, type RunOutcome } from "./execute-run.ts";
import { createJournalWriter } from "./journal-writer.ts";
import { RunLost } from "./run-state.ts";

/** Runs workflows in this process. Whatever it holds is given to others when it falls silent. */
export interface Engine {
  /** Stands in the rows of the runs that this process holds. */
  owner: string;
  /** How many more runs it takes at once. */
  room(): number;
  /** Works on runs that the database says are this process's. */
  take(runs: ActiveRun[], areNew: boolean): void;
  /** Looks for runs that are due. */
  claim(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface EngineParts {
  context: Context;
  definitions: Definitions;
  parameters: Parameters;
  onChanged(run: ActiveRun, outcome: RunOutcome | undefined): void;
  /** Done every other second, in every process. */
  onTick(): Promise<void>;
}

const maxActive = 400;
const everyMs = 2_000;
const stopWithinMs = 4_000;

export function createEngine({ context, definitions, parameters, onChanged, onTick }: EngineParts): Engine {
  const pool = context.store.systemPool;
  const owner = `engine:${newId()}`;
  const parts = { context, definitions, parameters, journal: createJournalWriter(pool, owner) };
  const active = new Map<string, Promise<void>>();
  /** Runs whose work was broken off by a fault of ours or of the database. */
  const broken = new Set<string>();
  const wakes = new Set<NodeJS.Timeout>();
  let isRunning = false;
  let claiming: Promise<void> | undefined;
  let mayBeMore = false;
  let timer: NodeJS.Timeout | undefined;

  /** A run that waits for less than a tick is not made to wait for the tick. */
  const wakeAt = (until: Date): void => {
    const inMs = Math.max(0, until.getTime() - context.now());
    if (inMs > everyMs * 2 || !isRunning) return;
    const wake = setTimeout(() => {
      wakes.delete(wake);
      void claim();
    }, inMs + 5);
    wakes.add(wake);
  };
  const work = async (run: ActiveRun, isNew: boolean): Promise<RunOutcome | undefined> => {
    try {
      const outcome = await executeRun(parts, run, isNew);
      if (outcome.status === "WAITING") wakeAt(outcome.until);
      return outcome;
    } catch (error) {
      if (error instanceof RunLost) return undefined;
      broken.add(run.id);
      context.log.warn({ runId: run.id, reason: (error as Error)?.message }, "A run was broken off; it goes on later");
      return undefined;
    }
  };
  const take = (runs: ActiveRun[], areNew: boolean): void => {
    for (const run of runs) {
      context.live.touch(run.organization_id, "workflow");
      const isGated = run.run_limit !== null || run.ordering_key !== null;
      const isChild = run.parent_run_id !== null;
      const done = work(run, areNew).then((outcome) => {
        active.delete(run.id);
        onChanged(run, outcome);
        if (isGated || isChild || (mayBeMore && active.size < maxActive / 2)) void claim();
      });
      active.set(run.id, done);
    }
  };
  const claimOnce = async (): Promise<void> => {
    mayBeMore = false;
    const room = maxActive - active.size;
    if (!isRunning || room <= 0) {
      mayBeMore = true;
      return;
    }
    const free = await claimRuns(pool, owner, room);
    const gated = await claimGatedRuns(pool, owner, room);
    mayBeMore ||= free.length === room || gated.length === room;
    take([...free, ...gated], false);
  };
  const claim = async (): Promise<void> => {
    if (claiming) {
      mayBeMore = true;
      return;
    }
    claiming = claimOnce()
      .catch((error: unknown) => {
        mayBeMore = true;
        context.log.warn({ reason: (error as Error)?.message }, "Runs could not be taken; tried again soon");
      })
      .finally(() => {
        claiming = undefined;
      });
    await claiming;
    if (mayBeMore && isRunning && active.size < maxActive) setImmediate(() => void claim());
  };
  const tick = async (): Promise<void> => {
    await beat(pool, owner);
    if (broken.size > 0) {
      const ids = [...broken];
      await giveBackRuns(pool, owner, ids);
      for (const id of ids) broken.delete(id);
    }
    const freed = await freeOrphanedRuns(pool);
    if (freed > 0) context.log.warn({ runs: freed }, "Runs of processes that died were queued again");
    await onTick();
    await claim();
  };
  const schedule = (): void => {
    timer = setTimeout(() => {
      tick()
        .catch((error: unknown) =>
          context.log.warn({ reason: (error as Error)?.message }, "Runs could not be looked after"),
        )
        .finally(() => isRunning && schedule());
    }, everyMs);
  };
  return {
    owner,
    room: () => (isRunning ? maxActive - active.size : 0),
    take,
    claim,
    start: async () => {
      if (isRunning) return;
      await beat(pool, owner);
      isRunning = true;
      schedule();
      void claim();
    },
    stop: async () => {
      if (!isRunning) return;
      isRunning = false;
      clearTimeout(timer);
      for (const wake of wakes) clearTimeout(wake);
      await claiming;
      await Promise.race([Promise.all(active.values()), sleep(stopWithinMs, undefined, { ref: false })]);
      await giveBackRuns(pool, owner).catch(() => {});
      await removeWorker(pool, owner).catch(() => {});
    },
  };
}
