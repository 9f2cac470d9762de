/** Workflows that start each other, by a step or by an event that they publish, do so this often at most. */
export const longestChain = 10;

/** How many workflows started each other until the run with this input. */
export const placeInChain = (input: unknown): number => Number((input as { depth?: unknown } | null)?.depth) || 0;

/** The input of a run that a request with this place in the chain starts. */
export const withPlaceInChain = (input: unknown, depth: number): unknown =>
  depth > 0 && typeof input === "object" && input !== null && !Array.isArray(input) ? { ...input, depth } : input;

/** On requests that workflows make, so that a circle through this installation's own API or webhooks is seen. */
export const chainHeader = "credenza-chain";

/** The place in the chain that a request's header names; a stranger's nonsense is none. */
export const placeInHeader = (value: unknown): number =>
  typeof value === "string" && /^\d{1,3}$/.test(value) ? Number(value) : 0;
