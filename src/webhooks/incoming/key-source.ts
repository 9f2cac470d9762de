import { createLocalJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from "jose";
import { LRUCache } from "lru-cache";
import { type CertificateRules, type JudgedCertificate, judgeCertificate } from "../../crypto/certificate.ts";
import type { Network } from "../../net/network.ts";
import { trustedRoots } from "../../net/trusted-roots.ts";

/** Keys that senders publish. Each address is asked at most once an hour, and again at most once a minute for a key that is missing. */
export interface KeySource {
  /** Rejects when the address does not answer with a key set. `isAgain`: the set in memory has no such key. */
  jwks(url: string, isAgain?: boolean): Promise<JWTVerifyGetKey>;
  /** The key of the certificate at the address. Rejects when the address does not answer. */
  certificate(url: string, rules: Omit<CertificateRules, "roots">): Promise<JudgedCertificate>;
}

/** What could not be had now may be had later, so that nothing is said of the request. */
export class KeysUnreachable extends Error {}

const freshForMs = 3_600_000;
const askAgainAfterMs = 60_000;
const timeoutMs = 5_000;
const limitBytes = 256 * 1024;

interface Held {
  text: Promise<string>;
  askedAtMs: number;
}

export function createKeySource({ network, now }: { network: Pick<Network, "request">; now: () => number }): KeySource {
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
    certificate: async (url, rules) =>
      judgeCertificate(await ask(url, freshForMs), { ...rules, roots: trustedRoots() }),
  };
}

/** Rejects with KeysUnreachable, unless the address says that there is nothing, or something far too long. */
async function fetchText(network: Pick<Network, "request">, url: string): Promise<string> {
  const { status, body } = await fetchBody(network, new URL(url)).catch((error: unknown) => {
    throw new KeysUnreachable("no answer", { cause: error });
  });
  if (status >= 500 || status === 429) throw new KeysUnreachable(`answered ${status}`);
  if (status !== 200 || body === undefined) throw new Error("no answer that holds keys");
  return body.toString("utf8");
}

/** Without a body when it is too long. */
async function fetchBody(network: Pick<Network, "request">, url: URL): Promise<{ status: number; body?: Buffer }> {
  const headers = { accept: "application/json, application/x-pem-file, */*" };
  const answer = await network.request({ url, method: "GET", headers, timeoutMs });
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of answer.body as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limitBytes) return { status: answer.status };
    chunks.push(chunk);
  }
  return { status: answer.status, body: Buffer.concat(chunks) };
}
