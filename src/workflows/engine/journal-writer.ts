import type { Store } from "../../store/db.ts";
import { type JournalEntry, writeJournal } from "../../store/run-journal.ts";

/** Commits what runs did, many runs in one transaction: what comes while a commit is under way goes with the next. */
export interface JournalWriter {
  /** Resolves after the commit; false: the run is not this process's any more. */
  write(entry: JournalEntry): Promise<boolean>;
}

interface Waiting {
  entry: JournalEntry;
  resolve(isHeld: boolean): void;
  reject(error: unknown): void;
}

const maxBatch = 256;
const maxUnderWay = 2;
const enoughForSecond = 64;

export function createJournalWriter(pool: Store["systemPool"], owner: string): JournalWriter {
  let waiting: Waiting[] = [];
  let underWay = 0;
  let isScheduled = false;

  const pump = (): void => {
    isScheduled = false;
    while (underWay < maxUnderWay && waiting.length > (underWay === 0 ? 0 : enoughForSecond)) {
      const batch = waiting.slice(0, maxBatch);
      waiting = waiting.slice(maxBatch);
      underWay += 1;
      void commit(pool, owner, batch).finally(() => {
        underWay -= 1;
        schedule();
      });
    }
  };
  const schedule = (): void => {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(pump);
  };
  return {
    write: (entry) =>
      new Promise((resolve, reject) => {
        waiting.push({ entry, resolve, reject });
        schedule();
      }),
  };
}

/** Settles every entry; never rejects. Data that one run alone brought in does not fail the others. */
async function commit(pool: Store["systemPool"], owner: string, batch: Waiting[]): Promise<void> {
  try {
    const sorted = batch.toSorted((a, b) => (a.entry.runId < b.entry.runId ? -1 : 1));
    const held = await writeJournal(
      pool,
      owner,
      sorted.map(({ entry }) => entry),
    );
    for (const { entry, resolve } of batch) resolve(held.has(entry.runId));
  } catch (error) {
    if (batch.length > 1) {
      for (const one of batch) await commit(pool, owner, [one]);
      return;
    }
    for (const one of batch) one.reject(error);
  }
}
