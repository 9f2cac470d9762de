import type { Context } from "../context.ts";
import { readLastHeartbeat } from "../store/job-workers.ts";
import { migrateJobs } from "./migrate.ts";
import { createWorker, type Worker } from "./worker.ts";

export interface Jobs {
  /** Makes this process work on jobs. Resolves once it looks for them. */
  start(): Promise<void>;
  /** Ends the jobs under way and gives back those that were not begun. */
  stop(): Promise<void>;
  migrate(): Promise<void>;
  /** The youngest sign of life of a worker in any process. Rejects when the database is away. */
  lastHeartbeat(): Promise<Date | null>;
}

export function createJobs(context: Context): Jobs {
  const pool = context.store.systemPool;
  let worker: Worker | undefined;
  return {
    start: async () => {
      worker ??= createWorker(context);
      await worker.started;
      await context.workflows.engine.start();
    },
    stop: async () => {
      await worker?.stop();
      await context.workflows.engine.stop();
    },
    migrate: () => migrateJobs(pool),
    lastHeartbeat: () => readLastHeartbeat(pool),
  };
}
