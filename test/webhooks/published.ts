import { Readable } from "node:stream";
import { NetworkFailure } from "../../src/net/network-failure.ts";
import { createKeySource, type KeySource } from "../../src/webhooks/incoming/key-source.ts";

/** What senders publish: a text, a status without one, or nothing at all ("away"). */
export type Published = Record<string, string | number>;

/** A key source to which the world is these addresses; `asked` gathers those that it asks. */
export function publishing(published: Published, nowMs: number, asked: string[] = []): KeySource {
  const request = async ({ url }: { url: URL }) => {
    asked.push(url.href);
    const found = published[url.href] ?? 404;
    if (found === 0) throw new NetworkFailure("dns", "The host name has no address.");
    const status = typeof found === "number" ? found : 200;
    return { status, headers: {}, body: Readable.from([Buffer.from(typeof found === "string" ? found : "")]) };
  };
  return createKeySource({ network: { request }, now: () => nowMs });
}
