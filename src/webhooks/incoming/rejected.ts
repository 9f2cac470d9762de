import { LRUCache } from "lru-cache";
import type { Store } from "../../store/db.ts";
import { insertRejected, type RejectedMessage } from "../../store/rejected-messages.ts";

/** A refused request that waits to be diagnosed and written. */
export interface Refused {
  webhookId: string;
  bodyBytes: number;
  /** Finds the likely cause and makes the row: work that the sender does not wait for. */
  toRow(): Promise<RejectedMessage>;
}

/** Keeps refused requests without ever holding up accepted ones: bounded per webhook and in all, dropped beyond. */
export interface RejectedWriter {
  /** False when it was dropped. */
  add(refused: Refused): boolean;
  /** Writes what is waiting. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

interface Options {
  pool: Store["systemPool"];
  now: () => number;
  onDropped: () => void;
  onError: (error: unknown) => void;
}

const flushAfterMs = 100;
const maxBatch = 50;
const maxWaiting = 500;
const maxWaitingBytes = 32 * 1024 * 1024;
/** Of one webhook: so many at once, and so many each second after that. */
const burst = 50;
const perSecond = 10;

export function createRejectedWriter({ pool, now, onDropped, onError }: Options): RejectedWriter {
  const allowances = new LRUCache<string, { left: number; atMs: number }>({ max: 5_000 });
  let waiting: Refused[] = [];
  let waitingBytes = 0;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  const isAllowed = (webhookId: string): boolean => {
    const atMs = now();
    const before = allowances.get(webhookId) ?? { left: burst, atMs };
    const left = Math.min(burst, before.left + (Math.max(0, atMs - before.atMs) / 1000) * perSecond);
    allowances.set(webhookId, { left: Math.max(0, left - 1), atMs });
    return left >= 1;
  };
  const writeAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, maxBatch);
      waiting = waiting.slice(maxBatch);
      waitingBytes -= batch.reduce((sum, { bodyBytes }) => sum + bodyBytes, 0);
      await writeBatch(batch);
    }
  };
  const writeBatch = async (batch: Refused[]): Promise<void> => {
    try {
      const rows: RejectedMessage[] = [];
      for (const refused of batch) {
        rows.push(await refused.toRow());
        await nextTurn();
      }
      await insertRejected(pool, rows);
    } catch (error) {
      for (const _ of batch) onDropped();
      onError(error);
    }
  };
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(writeAll);
    return writing;
  };
  return {
    add: (refused) => {
      const isFull = waiting.length >= maxWaiting || waitingBytes + refused.bodyBytes > maxWaitingBytes;
      if (!isAllowed(refused.webhookId) || isFull) {
        onDropped();
        return false;
      }
      waiting.push(refused);
      waitingBytes += refused.bodyBytes;
      timer ??= setTimeout(() => void flush(), flushAfterMs).unref();
      return true;
    },
    flush,
    close: flush,
  };
}

/** Lets requests through between two diagnoses. */
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
