/** Fetches work from the database when it is told to, when some becomes due, and now and then. */
export interface WakeLoop {
  start(): void;
  /** There may be work. */
  wake(): void;
  isRunning(): boolean;
  /** Nothing is fetched any more; waits up to 4 s until `isDone`. */
  stop(isDone: () => boolean, beforeWaiting?: () => Promise<void>): Promise<void>;
}

export interface WakeLoopParts {
  /** True: there may be more at once. */
  claim(): Promise<boolean>;
  /** Milliseconds until something is due; undefined: nothing waits. */
  nextDueMs(): Promise<number | undefined>;
  /** Keeps the leases of what is under way. */
  renew(): Promise<void>;
  renewEveryMs: number;
  onFault(error: unknown): void;
}

const longestSleepMs = 5_000;
const shortestSleepMs = 20;
const afterFaultMs = 1_000;
const drainMs = 4_000;

export function createWakeLoop({ claim, nextDueMs, renew, renewEveryMs, onFault }: WakeLoopParts): WakeLoop {
  let timer: NodeJS.Timeout | undefined;
  let renewal: NodeJS.Timeout | undefined;
  let fetching: Promise<void> | undefined;
  let isRunning = false;
  let isWoken = false;

  const fetchAll = async (): Promise<void> => {
    do {
      isWoken = false;
      if (await claim()) isWoken = true;
    } while (isWoken && isRunning);
    const dueMs = (await nextDueMs()) ?? longestSleepMs;
    timer = setTimeout(wake, Math.min(Math.max(dueMs, shortestSleepMs), longestSleepMs));
  };
  const wake = (): void => {
    isWoken = true;
    if (!isRunning || fetching) return;
    clearTimeout(timer);
    fetching = fetchAll()
      .catch((error: unknown) => {
        onFault(error);
        timer = setTimeout(wake, afterFaultMs);
      })
      .finally(() => {
        fetching = undefined;
        if (isWoken && isRunning) setImmediate(wake);
      });
  };
  return {
    start: () => {
      isRunning = true;
      renewal = setInterval(() => void renew().catch(() => {}), renewEveryMs);
      wake();
    },
    wake,
    isRunning: () => isRunning,
    stop: async (isDone, beforeWaiting) => {
      if (!isRunning) return;
      isRunning = false;
      await fetching;
      clearTimeout(timer);
      clearInterval(renewal);
      await beforeWaiting?.();
      const untilMs = Date.now() + drainMs;
      while (!isDone() && Date.now() < untilMs) await new Promise((resolve) => setTimeout(resolve, 20));
    },
  };
}
