import type { Context } from "../context.ts";
import { beat, unlockOrphanedJobs, unlockSilentWorkers } from "../store/job-workers.ts";

/** A worker that has been silent for so long is dead: with the interval, its jobs go on within 13 s. */
const silentSeconds = 10;
const everyMs = 3_000;
const orphansEveryBeats = 10;
/** The first look comes as soon as what a runner before this one has locked is old enough. */
const firstOrphansBeat = Math.ceil((silentSeconds * 1000) / everyMs);

export interface Heartbeat {
  stop(): void;
}

/** Says every three seconds that this worker lives, and frees the jobs of those that do not any more. */
export function createHeartbeat(context: Context, workerId: string): Heartbeat {
  const pool = context.store.systemPool;
  let beats = 0;
  let isBeating = false;

  const once = async (): Promise<void> => {
    await beat(pool, workerId);
    const silent = await unlockSilentWorkers(pool, silentSeconds);
    const isTheirTurn = beats % orphansEveryBeats === firstOrphansBeat;
    const orphaned = isTheirTurn ? await unlockOrphanedJobs(pool, silentSeconds) : [];
    beats += 1;
    const freed = silent.length + orphaned.length;
    if (freed > 0) context.log.warn({ workers: freed }, "Jobs of workers that died were given to others");
  };
  const tick = (): void => {
    if (isBeating) return;
    isBeating = true;
    once()
      .catch((error: unknown) => {
        context.log.warn({ reason: error instanceof Error ? error.message : "unknown" }, "Heartbeat failed");
      })
      .finally(() => {
        isBeating = false;
      });
  };
  tick();
  const timer = setInterval(tick, everyMs);
  return { stop: () => clearInterval(timer) };
}
