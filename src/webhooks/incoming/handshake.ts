import { LRUCache } from "lru-cache";
import { hmacText } from "../../crypto/digest.ts";
import type { Handshake, IncomingWebhookRules } from "../../define/verifications.ts";
import { Problem } from "../../errors.ts";
import type { Network } from "../../net/network.ts";
import type { Check } from "./check.ts";
import { readRequestValue } from "./identify.ts";
import type { Verdict } from "./verdict.ts";
import { fillText } from "./verifiers/signed-parts.ts";

/** What the sender hears in place of the message's id. */
export interface SenderAnswer {
  status: 200;
  contentType: "text/plain" | "application/json";
  body: string;
}

/** The answer to a request that only makes sure of us; undefined for any other. Called for verified requests alone. */
export function handshakeAnswer(rules: IncomingWebhookRules, check: Check, verdict: Verdict): SenderAnswer | undefined {
  const { handshake } = rules;
  if (!handshake || readRequestValue(handshake.when, check.request, verdict) !== handshake.when.equals)
    return undefined;
  const value = readRequestValue(handshake.value, check.request, verdict) ?? "";
  const { contentType, answer } = handshake;
  return { status: 200, contentType, body: fillText(answer, { value, mac: macOf(handshake, check, value) }) };
}

/** The address that a verified request asks us to visit; undefined when it asks nothing. */
export function addressToConfirm(
  { confirm }: IncomingWebhookRules,
  check: Check,
  verdict: Verdict,
): URL | "elsewhere" | undefined {
  if (!confirm || readRequestValue(confirm.when, check.request, verdict) !== confirm.when.equals) return undefined;
  const address = readRequestValue(confirm.url, check.request, verdict) ?? "";
  return new RegExp(confirm.pinned).test(address) ? new URL(address) : "elsewhere";
}

/** Visits an address, once for all requests that ask for it. Rejects when the sender does not take it; then it may come again. */
export type Confirm = (url: URL) => Promise<SenderAnswer>;

const confirmTimeoutMs = 10_000;
const mostRemembered = 1_000;

export function createConfirm(network: Network): Confirm {
  const visited = new LRUCache<string, Promise<SenderAnswer>>({ max: mostRemembered });
  return (url) => {
    const before = visited.get(url.href);
    if (before) return before;
    const visit = visitOnce(network, url);
    visited.set(url.href, visit);
    visit.catch(() => visited.delete(url.href));
    return visit;
  };
}

async function visitOnce(network: Network, url: URL): Promise<SenderAnswer> {
  const visit = { url, method: "GET", headers: {}, timeoutMs: confirmTimeoutMs };
  const { status, body } = await network.request(visit).catch(() => {
    throw notTaken();
  });
  body.destroy();
  if (status >= 300) throw notTaken();
  return { status: 200, contentType: "text/plain", body: "" };
}

const notTaken = (): Problem => new Problem("upstream_failed", "The sender did not take the confirmation.");

function macOf({ mac }: Handshake, check: Check, value: string): string {
  if (!mac) return "";
  return hmacText("sha256", "hex", fillText(mac.key, check.fieldSets[0] ?? {}), value);
}
