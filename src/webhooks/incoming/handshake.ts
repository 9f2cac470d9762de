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

/** The address that a verified request asks us to visit; undefined when it asks nothing, or names another host. */
export function addressToConfirm({ confirm }: IncomingWebhookRules, check: Check, verdict: Verdict): URL | undefined {
  if (!confirm || readRequestValue(confirm.when, check.request, verdict) !== confirm.when.equals) return undefined;
  const address = readRequestValue(confirm.url, check.request, verdict) ?? "";
  return new RegExp(confirm.pinned).test(address) ? new URL(address) : undefined;
}

const confirmTimeoutMs = 10_000;

/** Rejects when the sender does not take it, so that the request is refused and comes again. */
export async function confirmAt(network: Network, url: URL): Promise<SenderAnswer> {
  const { status, body } = await network.request({ url, method: "GET", headers: {}, timeoutMs: confirmTimeoutMs });
  body.destroy();
  if (status >= 300) throw new Problem("upstream_failed", "The sender did not take the confirmation.");
  return { status: 200, contentType: "text/plain", body: "" };
}

function macOf({ mac }: Handshake, check: Check, value: string): string {
  if (!mac) return "";
  return hmacText("sha256", "hex", fillText(mac.key, check.fieldSets[0] ?? {}), value);
}
