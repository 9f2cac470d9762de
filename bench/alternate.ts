import { percentile } from "./load.ts";

/** Milliseconds that each of several works takes, one after the other in turn, so that a slow minute hits all of them. */
export async function alternate<What extends string>(
  samples: number,
  works: Record<What, () => Promise<unknown>>,
): Promise<Record<What, number[]>> {
  const names = Object.keys(works) as What[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<What, number[]>;
  for (let nth = 0; nth < samples; nth++) {
    for (const name of names.slice(nth % names.length).concat(names.slice(0, nth % names.length))) {
      const started = performance.now();
      await works[name]();
      times[name].push(performance.now() - started);
    }
  }
  return times;
}

/** What work on the processor takes by itself: other work on the machine only ever adds to it. */
export const undisturbed = (values: number[]): number => percentile(sorted(values), 0.1);

const sorted = (values: number[]): number[] => values.toSorted((a, b) => a - b);
