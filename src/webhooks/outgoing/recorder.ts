import { setTimeout as sleep } from "node:timers/promises";
import type { Context } from "../../context.ts";
import { type AttemptResult, type FailingWebhook, recordAttempts } from "../../store/delivery-results.ts";

const batch = 400;
const pauseAfterMs = 3 * 24 * 3_600_000;
const againAfterMs = 500;

export interface Recorder {
  /** Resolves once it is in the database. Attempts that end at the same time share one statement. */
  record(result: AttemptResult): Promise<void>;
}

interface Gathered {
  result: AttemptResult;
  done: () => void;
}

/** While one statement runs, the next batch gathers. A database that is away is waited for. */
export function createRecorder(
  { store, live, log }: Pick<Context, "store" | "live" | "log">,
  onFailing: (webhook: FailingWebhook) => Promise<void>,
): Recorder {
  let gathered: Gathered[] = [];
  let isWriting = false;
  let size = batch;

  const writeOnce = async (): Promise<void> => {
    const some = gathered.slice(0, size);
    const results = some.map(({ result }) => result);
    const failing = await recordAttempts(store.systemPool, results, pauseAfterMs);
    gathered = gathered.slice(some.length);
    for (const { organizationId } of results) live.touch(organizationId, "webhook");
    for (const { done } of some) done();
    size = batch;
    for (const webhook of failing) await onFailing(webhook).catch(tellFailure);
  };
  const tellFailure = (error: unknown): void =>
    log.warn({ reason: error instanceof Error ? error.message : "unknown" }, "An attempt could not be recorded");
  /** One result that the database refuses must not keep the others: it is found by halves, and tried again when its lease ends. */
  const narrow = (error: unknown): void => {
    const isRefused = /^2[23]/.test((error as { code?: string }).code ?? "");
    if (isRefused && size === 1) gathered.shift()?.done();
    size = isRefused && size > 1 ? Math.floor(Math.min(size, gathered.length) / 2) || 1 : batch;
  };
  const writeAll = async (): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve));
    while (gathered.length > 0) {
      await writeOnce().catch(async (error: unknown) => {
        tellFailure(error);
        narrow(error);
        await sleep(againAfterMs);
      });
    }
    isWriting = false;
  };
  return {
    record: (result) =>
      new Promise((done) => {
        gathered.push({ result, done });
        if (isWriting) return;
        isWriting = true;
        void writeAll();
      }),
  };
}
