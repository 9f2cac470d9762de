import { Problem } from "../../errors.ts";
import {
  type AcceptedMessage,
  countDuplicates,
  insertAccepted,
  type KnownMessage,
  releaseDedupeKey,
} from "../../store/accepted-messages.ts";
import type { Store } from "../../store/db.ts";

export interface Stored {
  id: string;
  isDuplicate: boolean;
}

/** Commits accepted messages, many in one transaction: what arrives while a commit is under way goes with the next. */
export interface AcceptedWriter {
  /**
   * Resolves after the commit. `keyLastsMs`: how long the message's key stands for the same event; undefined is for ever.
   * Rejects with a Problem `unavailable` when the queue is full or the database is away.
   */
  add(message: AcceptedMessage, keyLastsMs?: number): Promise<Stored>;
  /** Resolves when nothing is waiting or under way. */
  drain(): Promise<void>;
}

interface Waiting {
  message: AcceptedMessage;
  keyLastsMs: number | undefined;
  resolve(stored: Stored): void;
  reject(error: unknown): void;
}

/** Small enough that the next batch is read and verified while the database stores this one. */
const usualBatch = 32;
const maxBatchBytes = 4 * 1024 * 1024;
/** With such a crowd waiting, a second commit runs beside the first, and batches are larger, which costs the database less. */
const crowd = 64;
const maxUnderWay = 2;
const batchOfCrowd = 128;
const maxWaiting = 5_000;
const maxWaitingBytes = 64 * 1024 * 1024;
const retryAfterSeconds = 2;

export function createAcceptedWriter(pool: Store["systemPool"]): AcceptedWriter {
  let waiting: Waiting[] = [];
  let waitingBytes = 0;
  let underWay = 0;
  let isScheduled = false;
  let drained: (() => void)[] = [];

  const take = (): Waiting[] => {
    const most = waiting.length > crowd ? batchOfCrowd : usualBatch;
    let bytes = 0;
    let count = 0;
    for (const { message } of waiting) {
      if (count === most || (count > 0 && bytes + message.body.length > maxBatchBytes)) break;
      bytes += message.body.length;
      count += 1;
    }
    const batch = waiting.slice(0, count);
    waiting = waiting.slice(count);
    waitingBytes -= bytes;
    return batch;
  };
  const pump = (): void => {
    isScheduled = false;
    while (underWay < maxUnderWay && waiting.length > (underWay === 0 ? 0 : crowd)) {
      underWay += 1;
      void commit(pool, take()).finally(() => {
        underWay -= 1;
        schedule();
      });
    }
    if (underWay > 0 || waiting.length > 0) return;
    for (const tell of drained) tell();
    drained = [];
  };
  const schedule = (): void => {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(pump);
  };
  return {
    add: (message, keyLastsMs) => {
      if (waiting.length >= maxWaiting || waitingBytes + message.body.length > maxWaitingBytes) {
        throw new Problem("unavailable", "Too many requests are waiting to be stored.", { retryAfterSeconds });
      }
      waitingBytes += message.body.length;
      const stored = new Promise<Stored>((resolve, reject) => {
        waiting.push({ message, keyLastsMs, resolve, reject });
      });
      schedule();
      return stored;
    },
    drain: () =>
      new Promise((resolve) => {
        drained.push(resolve);
        schedule();
      }),
  };
}

/** Settles every entry of the batch; never rejects. */
async function commit(pool: Store["systemPool"], batch: Waiting[]): Promise<void> {
  try {
    await write(pool, batch);
  } catch (error) {
    if (batch.length > 1 && concernsOneRow(error)) {
      for (const one of batch) await commit(pool, [one]);
      return;
    }
    for (const one of batch) one.reject(error);
  }
}

/** In the order of the keys, so that two batches with the same events wait for each other instead of blocking each other. */
async function write(pool: Store["systemPool"], batch: Waiting[]): Promise<void> {
  const sorted = batch.toSorted((a, b) => (a.message.dedupeKey < b.message.dedupeKey ? -1 : 1));
  const inserted = await insertAccepted(
    pool,
    sorted.map(({ message }) => message),
  );
  const repeated: Waiting[] = [];
  for (const one of sorted) {
    if (inserted.has(one.message.id)) one.resolve({ id: one.message.id, isDuplicate: false });
    else repeated.push(one);
  }
  if (repeated.length > 0) await settleRepeated(pool, repeated);
}

async function settleRepeated(pool: Store["systemPool"], repeated: Waiting[]): Promise<void> {
  const known = await countDuplicates(
    pool,
    repeated.map(({ message }) => message),
  );
  const again: Waiting[] = [];
  for (const [index, one] of repeated.entries()) {
    const first = known[index];
    if (first && !isOver(one, first)) one.resolve({ id: first.id, isDuplicate: true });
    else {
      if (first) await releaseDedupeKey(pool, one.message, first.id);
      again.push(one);
    }
  }
  if (again.length > 0) await commit(pool, again);
}

/** The key of the first message stood for the event only for a while, and that while is over. */
const isOver = ({ message, keyLastsMs }: Waiting, first: KnownMessage): boolean =>
  keyLastsMs !== undefined && message.receivedAtMs - first.receivedAtMs > keyLastsMs;

/** Bad data, a broken rule or a deadlock, as against a database that is away: SQLSTATE classes 21, 22, 23, 40 and 54. */
function concernsOneRow(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" && /^(21|22|23|40|54)...$/.test(code);
}
