import { Worker } from "node:worker_threads";
import { projectFile } from "../project.ts";

export type Evaluation = { ok: true; value: unknown } | { ok: false; error: string; position?: number };

/** What a worker answers: the value as JSON, `null` where there is none. */
export type WorkerAnswer = { ok: true; json: string } | { ok: false; error: string; position?: number };

/** One worker, doing one expression at a time. A worker that had to be stopped is replaced by the next call. */
export interface Lane {
  evaluate(expression: string, input: string, timeoutMs: number): Promise<Evaluation>;
  close(): Promise<void>;
}

const limits = { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 };
const file = projectFile("src/expressions/worker.ts");

const startWithinMs = 20_000;

export function createLane(): Lane {
  let worker: Promise<Worker> | undefined;

  const stop = async (): Promise<void> => {
    const stopped = worker;
    worker = undefined;
    await (await stopped?.catch(() => undefined))?.terminate();
  };
  return {
    evaluate: async (expression, input, timeoutMs) => {
      worker ??= startWorker();
      const used = await worker.catch(() => undefined);
      if (!used) {
        worker = undefined;
        return { ok: false, error: "Expressions cannot be evaluated right now." };
      }
      const answer = await ask(used, { expression, input }, timeoutMs);
      if (answer.isBroken) void stop();
      return answer.evaluation;
    },
    close: stop,
  };
}

/** Resolves once the worker has read its modules: that time is not the expression's. */
function startWorker(): Promise<Worker> {
  const worker = new Worker(file, { resourceLimits: limits, env: {}, execArgv: [] });
  worker.unref();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("It did not start")), startWithinMs);
    worker.on("error", reject);
    worker.once("message", () => {
      clearTimeout(timer);
      resolve(worker);
    });
  });
}

function ask(
  worker: Worker,
  task: { expression: string; input: string },
  timeoutMs: number,
): Promise<{ evaluation: Evaluation; isBroken: boolean }> {
  const { promise, resolve } = Promise.withResolvers<{ evaluation: Evaluation; isBroken: boolean }>();
  const giveUp = (error: string): void => resolve({ evaluation: { ok: false, error }, isBroken: true });
  const timer = setTimeout(() => giveUp(`It took longer than ${timeoutMs} ms and was stopped.`), timeoutMs);
  const onMessage = (answer: WorkerAnswer): void => {
    resolve({ evaluation: answer.ok ? { ok: true, value: JSON.parse(answer.json) } : answer, isBroken: false });
  };
  const onError = (): void => giveUp("It used too much memory and was stopped.");
  worker.once("message", onMessage);
  worker.once("error", onError);
  worker.postMessage(task);
  return promise.finally(() => {
    clearTimeout(timer);
    worker.off("message", onMessage);
    worker.off("error", onError);
  });
}
