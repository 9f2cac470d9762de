import type { Context } from "../context.ts";
import { analyzeAfterBurst } from "../store/maintenance.ts";

const everyMs = 10_000;

/** Renews the planner's statistics after a burst, sooner than autovacuum would: with stale ones each fetch of jobs sorts the backlog. */
export function keepStatisticsFresh({ store, log }: Context): { stop(): void } {
  let isBusy = false;
  const renew = async (): Promise<void> => {
    if (isBusy) return;
    isBusy = true;
    const tables = await analyzeAfterBurst(store.systemPool).catch(() => []);
    isBusy = false;
    if (tables.length > 0) log.debug({ tables }, "Statistics renewed after a burst");
  };
  const timer = setInterval(() => void renew(), everyMs);
  return { stop: () => clearInterval(timer) };
}
