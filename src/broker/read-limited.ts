import type { Readable } from "node:stream";

/** Reads at most `limitBytes`; breaks the answer off beyond that. Rejects with NetworkFailure when it breaks off by itself. */
export async function readLimited(body: Readable, limitBytes: number): Promise<{ bytes: Buffer; truncated: boolean }> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > limitBytes) break;
  }
  const all = Buffer.concat(chunks);
  return { bytes: all.subarray(0, limitBytes), truncated: length > limitBytes };
}
