import { createLane, type Evaluation, type Lane } from "./lane.ts";
import { createTurns } from "./turns.ts";

export type { Evaluation } from "./lane.ts";

export interface Evaluator {
  /**
   * `timeoutMs` counts from the moment a worker begins. Input and value are copied as JSON. Costs a trip to a worker,
   * about 0.1 ms; the first call of a process starts one, about 50 ms.
   */
  evaluate(expression: string, input: unknown, options: { timeoutMs: number }): Promise<Evaluation>;
}

/** Evaluates JSONata in worker threads: what takes too long or too much memory is stopped, and stops nothing else. */
export interface Expressions {
  /** Organizations take turns: however many expressions of one wait, another waits for those under way only. */
  of(organizationId: string): Evaluator;
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
  const turns = createTurns<Waiting>(maxWaiting);

  const pump = (): void => {
    while (idle.length > 0) {
      const next = turns.next();
      if (!next) return;
      void work(idle.pop() as Lane, next.owner, next.item);
    }
  };
  const work = async (lane: Lane, owner: string, { expression, input, timeoutMs, resolve }: Waiting): Promise<void> => {
    const evaluation = await lane.evaluate(expression, input, timeoutMs);
    idle.push(lane);
    turns.ended(owner);
    resolve(evaluation);
    pump();
  };
  return {
    of: (organizationId) => ({
      evaluate: (expression, input, { timeoutMs }) => {
        const { promise, resolve } = Promise.withResolvers<Evaluation>();
        const json = JSON.stringify(input ?? null);
        const isTaken = turns.add(organizationId, { expression, input: json, timeoutMs, resolve });
        if (!isTaken) return Promise.resolve({ ok: false, error: "Too many expressions wait." });
        pump();
        return promise;
      },
    }),
    close: async () => {
      for (const { resolve } of turns.clear()) resolve({ ok: false, error: "The server stops." });
      await Promise.all(all.map((lane) => lane.close()));
    },
  };
}
