import { createLane, type Evaluation, type Lane } from "./lane.ts";

export type { Evaluation } from "./lane.ts";

/** Evaluates JSONata in worker threads: what takes too long or too much memory is stopped, and stops nothing else. */
export interface Expressions {
  /**
   * `timeoutMs` counts from the moment a worker begins. Input and value are copied as JSON. Costs a trip to a worker,
   * about 0.1 ms; the first call of a process starts one, about 50 ms.
   */
  evaluate(expression: string, input: unknown, options: { timeoutMs: number }): Promise<Evaluation>;
  close(): Promise<void>;
}

const lanes = 2;
const maxWaiting = 2_000;

interface Waiting {
  expression: string;
  input: string;
  timeoutMs: number;
  resolve(evaluation: Evaluation): void;
}

export function createExpressions(): Expressions {
  const idle: Lane[] = Array.from({ length: lanes }, () => createLane());
  const all = [...idle];
  const waiting: Waiting[] = [];

  const pump = (): void => {
    for (let lane = idle.pop(); lane; lane = idle.pop()) {
      const next = waiting.shift();
      if (!next) {
        idle.push(lane);
        return;
      }
      const busy = lane;
      void busy.evaluate(next.expression, next.input, next.timeoutMs).then((evaluation) => {
        idle.push(busy);
        next.resolve(evaluation);
        pump();
      });
    }
  };
  return {
    evaluate: (expression, input, { timeoutMs }) => {
      if (waiting.length >= maxWaiting) return Promise.resolve({ ok: false, error: "Too many expressions wait." });
      const json = JSON.stringify(input ?? null);
      return new Promise((resolve) => {
        waiting.push({ expression, input: json, timeoutMs, resolve });
        pump();
      });
    },
    close: async () => {
      for (const { resolve } of waiting.splice(0)) resolve({ ok: false, error: "The server stops." });
      await Promise.all(all.map((lane) => lane.close()));
    },
  };
}
