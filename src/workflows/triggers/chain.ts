/** Workflows that start each other, by a step or by an event that they publish, do so this often at most. */
export const longestChain = 10;

/** How many workflows started each other until the run with this input. */
export const placeInChain = (input: unknown): number => Number((input as { depth?: unknown } | null)?.depth) || 0;
