import { LRUCache } from "lru-cache";
import { Problem } from "../errors.ts";

/** Counts failures per name in this process. */
export interface Throttle {
  /** Throws too_many_requests while the name has failed too often. */
  check(name: string): void;
  failed(name: string): void;
}

export function createThrottle(rule: { maxFailures: number; windowMs: number }, now: () => number): Throttle {
  const failures = new LRUCache<string, { count: number; sinceMs: number }>({ max: 10_000 });
  const current = (name: string) => {
    const found = failures.get(name);
    return found && now() - found.sinceMs < rule.windowMs ? found : undefined;
  };
  return {
    check: (name) => {
      const found = current(name);
      if (!found || found.count < rule.maxFailures) return;
      throw new Problem("too_many_requests", "Too many failed attempts. Wait before the next one.", {
        retryAfterSeconds: Math.ceil((found.sinceMs + rule.windowMs - now()) / 1000),
      });
    },
    failed: (name) => {
      const found = current(name);
      if (found) found.count += 1;
      else failures.set(name, { count: 1, sinceMs: now() });
    },
  };
}
