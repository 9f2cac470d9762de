const star = "*".charCodeAt(0);

/**
 * Overwrites secrets in a stream with stars of the same length, so that lengths and ranges stay true. Holds back only
 * bytes that may begin a secret, so a slow stream is not delayed. Costs a search per form: see docs/decisions.
 */
export interface StreamMask {
  push(chunk: Buffer): Buffer;
  /** What was held back. */
  flush(): Buffer;
}

const empty = Buffer.alloc(0);

export function createStreamMask(needles: readonly Buffer[]): StreamMask {
  let held = empty;
  return {
    push: (chunk) => {
      const data = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      for (const needle of needles) blot(data, needle);
      const keep = needles.reduce((longest, needle) => Math.max(longest, beginningAtEnd(data, needle)), 0);
      held = keep === 0 ? empty : Buffer.from(data.subarray(data.length - keep));
      return keep === 0 ? data : data.subarray(0, data.length - keep);
    },
    flush: () => {
      const rest = held;
      held = empty;
      return rest;
    },
  };
}

function blot(data: Buffer, needle: Buffer): void {
  for (let at = data.indexOf(needle); at !== -1; at = data.indexOf(needle, at + needle.length)) {
    data.fill(star, at, at + needle.length);
  }
}

/** How many bytes at the end of `data` could be the beginning of `needle`. */
function beginningAtEnd(data: Buffer, needle: Buffer): number {
  const first = needle[0] ?? 0;
  const from = Math.max(0, data.length - needle.length + 1);
  for (let at = data.indexOf(first, from); at !== -1; at = data.indexOf(first, at + 1)) {
    const length = data.length - at;
    if (data.compare(needle, 0, length, at) === 0) return length;
  }
  return 0;
}
