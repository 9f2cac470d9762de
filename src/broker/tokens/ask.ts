import type { TokenClient } from "../../define/oauth.ts";
import { type Network, NetworkFailure } from "../../net/network.ts";
import { type Destination, declaredPlace } from "../destination.ts";
import { readLimited } from "../read-limited.ts";
import { certificateOf } from "../schemes/client-certificate.ts";
import { SignInFailed } from "../sign-in-failed.ts";
import { judgeToken, type TokenOutcome } from "./token-answer.ts";
import { tokenRequest, type Values } from "./token-request.ts";

export interface TokenQuestion {
  client: TokenClient;
  destination: Destination;
  /** Every field of the credential and of its app, opened. */
  values: Values;
  /** Members of the grant, `grant_type` first. */
  grant: Record<string, string>;
  /** Something that can be spent only once, or withdrawn, goes with it. */
  hasGrant: boolean;
  nowMs: number;
  timeoutMs: number;
}

const answerLimitBytes = 256 * 1024;

/** Failures before a byte of the request can have left. */
const neverSent = new Set(["refused", "dns", "connect", "tls"]);

/** One request to a token endpoint. Follows no redirect. Every failure of the outside world is an outcome. */
export async function askForToken(network: Pick<Network, "request">, question: TokenQuestion): Promise<TokenOutcome> {
  const { client, destination, values, nowMs, timeoutMs } = question;
  const { url, systemUrl, headers: ofPlace } = declaredPlace(destination, client.tokenUrl, values);
  try {
    const { headers, body } = await tokenRequest(question.grant, { client, values, tokenUrl: systemUrl.href, nowMs });
    const { allow } = destination;
    const all = { ...headers, ...ofPlace };
    const tls = client.certificate && certificateOf(client.certificate, values);
    const answer = await network.request({ url, method: "POST", headers: all, body, timeoutMs, allow, tls });
    const { bytes } = await readLimited(answer.body, answerLimitBytes);
    return judgeToken(client, { ...answer, body: bytes.toString("utf8") }, question.hasGrant, nowMs);
  } catch (error) {
    if (error instanceof SignInFailed) return { kind: "refused", failure: error };
    if (!(error instanceof NetworkFailure)) throw error;
    if (neverSent.has(error.kind)) return { kind: "transient", failure: error, retryAfterMs: 0 };
    return { kind: "lost", failure: error, retryAfterMs: 0 };
  }
}
