import { Problem } from "../errors.ts";

/** Lets a bounded number of password computations run at once; each costs 19 MiB and a thread for 40 ms. */
export interface PasswordGate {
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** `running` at once and `waiting` behind them; whoever comes then gets a 429. */
export function createPasswordGate({ running, waiting }: { running: number; waiting: number }): PasswordGate {
  let free = running;
  const queue: (() => void)[] = [];

  const enter = async (): Promise<void> => {
    if (free > 0) {
      free -= 1;
      return;
    }
    if (queue.length >= waiting) {
      throw new Problem("too_many_requests", "Too many people sign in right now. Try again in a moment.", {
        retryAfterSeconds: 2,
      });
    }
    await new Promise<void>((resolve) => queue.push(resolve));
  };
  const leave = (): void => {
    const next = queue.shift();
    if (next) next();
    else free += 1;
  };

  return {
    run: async (work) => {
      await enter();
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}
