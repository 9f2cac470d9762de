import { createLocalJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from "jose";
import { LRUCache } from "lru-cache";
import type { Network } from "../../net/network.ts";

/** Keys that senders publish. Each address is asked at most once an hour, and again at most once a minute for a key that is missing. */
export interface KeySource {
  /** Rejects when the address does not answer with a key set. `isAgain`: the set in memory has no such key. */
  jwks(url: string, isAgain?: boolean): Promise<JWTVerifyGetKey>;
  /** Certificates in PEM. Rejects when the address does not answer with text. */
  certificate(url: string): Promise<string>;
}

const freshForMs = 3_600_000;
const askAgainAfterMs = 60_000;
const timeoutMs = 5_000;
const limitBytes = 256 * 1024;

interface Held {
  text: Promise<string>;
  askedAtMs: number;
}

export function createKeySource({ network, now }: { network: Network; now: () => number }): KeySource {
  const held = new LRUCache<string, Held>({ max: 1_000 });
  const ask = (url: string, mayBeOldMs: number): Promise<string> => {
    const known = held.get(url);
    if (known && now() - known.askedAtMs < mayBeOldMs) return known.text;
    const text = fetchText(network, url);
    held.set(url, { text, askedAtMs: now() });
    text.catch(() => held.delete(url));
    return text;
  };
  return {
    jwks: async (url, isAgain = false) => {
      const set = JSON.parse(await ask(url, isAgain ? askAgainAfterMs : freshForMs)) as JSONWebKeySet;
      return createLocalJWKSet(set);
    },
    certificate: (url) => ask(url, freshForMs),
  };
}

async function fetchText(network: Network, url: string): Promise<string> {
  const headers = { accept: "application/json, application/x-pem-file, */*" };
  const answer = await network.request({ url: new URL(url), method: "GET", headers, timeoutMs });
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of answer.body as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limitBytes) throw new Error("too long");
    chunks.push(chunk);
  }
  if (answer.status !== 200) throw new Error("no answer");
  return Buffer.concat(chunks).toString("utf8");
}
