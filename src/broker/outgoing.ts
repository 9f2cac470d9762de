import { Readable } from "node:stream";
import { Problem } from "../errors.ts";
import type { CallBody } from "./call.ts";
import { readLimited } from "./read-limited.ts";

/** A request with everything on it but what a scheme adds last. */
export interface Outgoing {
  method: string;
  url: URL;
  /** Lower-case names and values in turn. */
  headers: string[];
  body: CallBody;
}

const limitBytes = 10 * 1024 * 1024;

/** The body whole, for a scheme that signs or changes it. A stream is gathered, up to 10 MiB. Throws too_large. */
export async function wholeBody(body: CallBody): Promise<Buffer> {
  if (body === null) return Buffer.alloc(0);
  if (Buffer.isBuffer(body)) return body;
  const stream = body instanceof Readable ? body : Readable.from(body);
  const { bytes, truncated } = await readLimited(stream, limitBytes);
  if (truncated) throw new Problem("too_large", "This credential signs the body, which may have 10 MiB.");
  return bytes;
}

export function headerOf(headers: readonly string[], name: string): string | undefined {
  for (let index = 0; index < headers.length; index += 2) if (headers[index] === name) return headers[index + 1];
  return undefined;
}

export const withoutHeader = (headers: readonly string[], name: string): string[] =>
  headers.filter((_, index) => headers[index - (index % 2)] !== name);

/** Another body than the caller's: the length that the caller announced counts no more. */
export const withBody = (request: Outgoing, body: Buffer): Outgoing => ({
  ...request,
  headers: withoutHeader(request.headers, "content-length"),
  body,
});
