import type { Store } from "../../store/db.ts";
import { addIncomingCounts, type IncomingCount } from "../../store/incoming-counts.ts";

const hourMs = 3_600_000;
const flushEveryMs = 2_000;

/** Hourly counts of each webhook, gathered in memory: a kill loses those of the last two seconds, never a message. */
export interface Counts {
  add(webhook: { webhookId: string; organizationId: string }, kind: "accepted" | "rejected", atMs: number): void;
  flush(): Promise<void>;
  close(): Promise<void>;
}

export function createCounts(pool: Store["systemPool"]): Counts {
  let gathered = new Map<string, IncomingCount>();
  let flushing: Promise<void> = Promise.resolve();

  const write = async (): Promise<void> => {
    if (gathered.size === 0) return;
    const counts = gathered;
    gathered = new Map();
    try {
      await addIncomingCounts(pool, [...counts.values()]);
    } catch (error) {
      for (const count of counts.values()) merge(gathered, count);
      throw error;
    }
  };
  const flush = (): Promise<void> => {
    flushing = flushing.then(write, write);
    return flushing;
  };
  const timer = setInterval(() => void flush().catch(() => {}), flushEveryMs).unref();
  return {
    add: ({ webhookId, organizationId }, kind, atMs) => {
      const count = { webhookId, organizationId, hourMs: Math.floor(atMs / hourMs) * hourMs, accepted: 0, rejected: 0 };
      count[kind] = 1;
      merge(gathered, count);
    },
    flush,
    close: async () => {
      clearInterval(timer);
      await flush().catch(() => {});
    },
  };
}

function merge(gathered: Map<string, IncomingCount>, count: IncomingCount): void {
  const key = `${count.webhookId}${count.hourMs}`;
  const held = gathered.get(key);
  if (!held) {
    gathered.set(key, count);
    return;
  }
  held.accepted += count.accepted;
  held.rejected += count.rejected;
}
