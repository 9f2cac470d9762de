import { addCalls, type GatheredCalls } from "../store/credential-calls.ts";
import type { Store } from "../store/db.ts";

/** Counts calls in memory and writes them about once a second in one statement, so that a call costs no write. */
export interface Usage {
  /** A failure is an answer of 400 or more, or no answer. */
  count(credential: { id: string; organizationId: string }, isFailure: boolean): void;
  /** Writes what is gathered. When that fails the counts are kept for the next time. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

const hourMs = 3_600_000;
const flushEveryMs = 1_000;

interface Parts {
  store: Pick<Store, "system">;
  now: () => number;
  onError: (error: unknown) => void;
}

interface Hour {
  credentialId: string;
  organizationId: string;
  /** Unix milliseconds. */
  startsAt: number;
  endsAt: number;
  calls: number;
  failures: number;
  lastUsedAt: number;
}

export function createUsage({ store, now, onError }: Parts): Usage {
  let gathered = new Map<string, Hour>();
  /** Hours that ended since the last write, and those whose write failed. */
  let earlier: Hour[] = [];
  let flushing: Promise<void> | undefined;

  const write = async (): Promise<void> => {
    if (gathered.size === 0 && earlier.length === 0) return;
    const taken = summed([...earlier, ...gathered.values()]);
    gathered = new Map();
    earlier = [];
    try {
      await addCalls(store.system, taken.map(toRow));
    } catch (error) {
      onError(error);
      earlier.push(...taken);
    }
  };
  const flush = async (): Promise<void> => {
    await flushing;
    flushing = write();
    await flushing;
  };
  const timer = setInterval(flush, flushEveryMs);
  timer.unref();

  return {
    count: ({ id, organizationId }, isFailure) => {
      const at = now();
      const known = gathered.get(id);
      if (known && at < known.endsAt) {
        known.calls++;
        if (isFailure) known.failures++;
        known.lastUsedAt = Math.max(known.lastUsedAt, at);
        return;
      }
      if (known) earlier.push(known);
      const startsAt = at - (at % hourMs);
      const failures = isFailure ? 1 : 0;
      gathered.set(id, {
        credentialId: id,
        organizationId,
        startsAt,
        endsAt: startsAt + hourMs,
        calls: 1,
        failures,
        lastUsedAt: at,
      });
    },
    flush,
    close: async () => {
      clearInterval(timer);
      await flush();
    },
  };
}

/** One entry per credential and hour: one statement may not touch a row twice, and a long outage may not fill the memory. */
function summed(hours: Hour[]): Hour[] {
  const rows = new Map<string, Hour>();
  for (const hour of hours) {
    const key = `${hour.credentialId} ${hour.startsAt}`;
    const known = rows.get(key);
    if (!known) {
      rows.set(key, { ...hour });
      continue;
    }
    known.calls += hour.calls;
    known.failures += hour.failures;
    known.lastUsedAt = Math.max(known.lastUsedAt, hour.lastUsedAt);
  }
  return [...rows.values()];
}

const toRow = ({ startsAt, lastUsedAt, endsAt: _, ...rest }: Hour): GatheredCalls => ({
  ...rest,
  hour: new Date(startsAt),
  lastUsedAt: new Date(lastUsedAt),
});
