/** A request as it arrived. Nothing in it has been decoded, joined or sorted. */
export interface RawRequest {
  method: string;
  /** Path and query as received. */
  target: string;
  /** Names and values in turn, as node:http gives them in `rawHeaders`: a repeated header stands twice. */
  rawHeaders: readonly string[];
  body: Buffer;
  sourceAddress: string | null;
}

export interface HeaderLookup {
  count: number;
  /** The first value; empty when there is none. */
  value: string;
}

/** Counts a header over all its appearances, so that a repeated one can be refused. `name` in lower case. */
export function lookUpHeader(rawHeaders: readonly string[], name: string): HeaderLookup {
  let count = 0;
  let value = "";
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const candidate = rawHeaders[index] as string;
    if (candidate.length !== name.length || candidate.toLowerCase() !== name) continue;
    if (count === 0) value = rawHeaders[index + 1] as string;
    count += 1;
  }
  return { count, value };
}
