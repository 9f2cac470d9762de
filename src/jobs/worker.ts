import { setTimeout as sleep } from "node:timers/promises";
import { type Runner, run } from "graphile-worker";
import type { Context } from "../context.ts";
import { removeWorker, unlockWorker } from "../store/job-workers.ts";
import { crontab } from "./crontab.ts";
import { createHeartbeat } from "./heartbeat.ts";
import { jobLogger } from "./logger.ts";
import { keepStatisticsFresh } from "./statistics.ts";
import { createTasks } from "./tasks.ts";

export interface Worker {
  /** Rejects when the first runner cannot be made. */
  started: Promise<void>;
  stop(): Promise<void>;
}

/** Jobs whose work is one update are run in great numbers at once, so that one statement does for all of them. */
const concurrentJobs = 100;
const localQueueSize = 500;
const batchDelayMs = 5;
const restartAfterMs = 500;

/**
 * Keeps a job runner going. The runner gives up when the database goes away in the middle of a job; then a new one is
 * started, and what the old one had locked is given back.
 */
export function createWorker(context: Context): Worker {
  let isStopping = false;
  let runner: Runner | undefined;
  const { promise: started, resolve: tellStarted, reject: tellFailed } = Promise.withResolvers<void>();

  const runOnce = async (): Promise<void> => {
    const session = { poolId: "" };
    runner = await startRunner(context, (poolId) => {
      session.poolId = poolId;
    });
    const heartbeat = createHeartbeat(context, session.poolId);
    const statistics = keepStatisticsFresh(context);
    if (isStopping) void runner.stop().catch(() => {});
    tellStarted();
    try {
      await runner.promise;
    } finally {
      heartbeat.stop();
      statistics.stop();
      await release(context, session.poolId);
    }
  };
  const keepRunning = async (): Promise<void> => {
    while (!isStopping) {
      await runOnce().catch((error: unknown) => {
        tellFailed(error);
        if (!isStopping) context.log.warn({ reason: messageOf(error) }, "The job runner stopped; it is started again");
      });
      if (!isStopping) await sleep(restartAfterMs);
    }
  };
  const running = keepRunning();
  return {
    started,
    stop: async () => {
      isStopping = true;
      await runner?.stop().catch(() => {});
      await running;
    },
  };
}

function startRunner(context: Context, onPool: (poolId: string) => void): Promise<Runner> {
  const { events, ...tasks } = createTasks(context);
  events.once("pool:create", ({ workerPool }) => onPool(workerPool.id));
  return run({
    pgPool: context.store.systemPool,
    taskList: tasks.taskList,
    crontab,
    events,
    noHandleSignals: true,
    logger: jobLogger(context.log),
    concurrency: concurrentJobs,
    pollInterval: 400,
    gracefulShutdownAbortTimeout: 4000,
    preset: {
      worker: {
        localQueue: { size: localQueueSize, ttl: 60_000, refetchDelay: { durationMs: 20, threshold: 200 } },
        completeJobBatchDelay: batchDelayMs,
        failJobBatchDelay: batchDelayMs,
      },
    },
  });
}

/** What a runner that ended badly still holds is given back; a database that is away leaves that to the next heartbeat. */
async function release(context: Context, poolId: string): Promise<void> {
  const pool = context.store.systemPool;
  await unlockWorker(pool, poolId).catch(() => {});
  await removeWorker(pool, poolId).catch(() => {});
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : "unknown");
