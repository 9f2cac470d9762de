import type { TokenClient, TokenFailure } from "../../define/oauth.ts";
import type { NetworkFailure } from "../../net/network.ts";
import { readRetryAfter } from "../../net/retry-after.ts";
import { SignInFailed } from "../sign-in-failed.ts";
import { bodyFits, valueAt } from "../verdict.ts";

export interface Token {
  accessToken: string;
  refreshToken: string | undefined;
  /** null: until the system refuses it. */
  lifetimeMs: number | null;
  members: Record<string, unknown>;
}

export type TokenOutcome =
  | { kind: "token"; token: Token }
  /** The grant is gone: only a new sign-in helps. */
  | { kind: "revoked"; failure: SignInFailed }
  /** The client is refused; the grant, if there is one, may still be good. */
  | { kind: "refused"; failure: SignInFailed }
  /** Nothing was done: it was not sent, or it was put off. */
  | { kind: "transient"; failure: TokenFault; retryAfterMs: number }
  /** It may or may not have been done: what a single-use token was spent for is lost. */
  | { kind: "lost"; failure: TokenFault; retryAfterMs: number };

export type TokenFault = SignInFailed | NetworkFailure;

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

const longestToken = 16_384;
const longestWaitMs = 3_600_000;
const unsaidSeconds = 300;

/** What the answer of a token endpoint means. `hasGrant`: a refresh token, a code or an assertion of a user was spent. */
export function judgeToken(client: TokenClient, answer: Answer, hasGrant: boolean, nowMs: number): TokenOutcome {
  const members = parseObject(answer.body);
  if (answer.status === 200 || answer.status === 201) return tokenOf(client, answer, members);
  const { status } = answer;
  const declared = client.failures?.find((row) => fits(row, answer, members))?.means;
  const means = declared ?? usualMeaning(answer, members, hasGrant);
  const failure = failureOf(means, status);
  const retryAfterMs = retryAfterOf(answer, nowMs);
  if (means === "transient" || means === "throttled") return { kind: "transient", failure, retryAfterMs };
  if (means === "failed") return { kind: "lost", failure, retryAfterMs };
  return { kind: means === "revoked" ? "revoked" : "refused", failure };
}

/** RFC 6749 section 5.1. */
function tokenOf(client: TokenClient, answer: Answer, members: Record<string, unknown>): TokenOutcome {
  const { access_token: token, token_type: type = "Bearer", refresh_token: refresh } = members;
  const isToken = typeof token === "string" && /^[\x21-\x7e]+$/.test(token) && token.length <= longestToken;
  if (!isToken || !/^bearer$/i.test(String(type))) {
    const detail = "The token endpoint answered without a usable access token.";
    return { kind: "lost", failure: new SignInFailed("unexpected", detail, answer.status), retryAfterMs: 0 };
  }
  const refreshToken = typeof refresh === "string" && refresh !== "" ? refresh : undefined;
  const lifetimeMs = lifetimeOf(client, answer, members, token);
  return { kind: "token", token: { accessToken: token, refreshToken, lifetimeMs, members } };
}

function lifetimeOf(client: TokenClient, answer: Answer, members: Record<string, unknown>, token: string) {
  const rules = client.lifetime?.from ?? [{ member: "expires_in" }, { jwt: "exp" as const }];
  for (const rule of rules) {
    const seconds = Number("member" in rule ? valueAt(members, rule.member) : fromHeaderOrJwt(rule, answer, token));
    if (Number.isFinite(seconds) && seconds > 0) return seconds * 1000;
  }
  const { unsaidSeconds: unsaid = unsaidSeconds } = client.lifetime ?? {};
  return unsaid === null ? null : unsaid * 1000;
}

/** A JWT's life is what lies between its own two times, so that the two clocks need not agree. */
function fromHeaderOrJwt(rule: { header: string } | { jwt: "exp" }, { headers }: Answer, token: string): unknown {
  if ("header" in rule) return headers[rule.header.toLowerCase()];
  const { exp, iat } = claimsOf(token);
  return Number(exp) - Number(iat);
}

type Meaning = TokenFailure["means"] | "throttled" | "failed" | "unexpected";

function fits({ status, body }: TokenFailure, answer: Answer, members: Record<string, unknown>): boolean {
  return (status === undefined || status === answer.status) && bodyFits(body, answer.body, members);
}

/** RFC 6749 section 5.2: a wrong id or secret is 401, or 400 with `invalid_client`. */
function usualMeaning({ status, headers }: Answer, { error }: Record<string, unknown>, hasGrant: boolean): Meaning {
  if (status === 429) return "throttled";
  const isPutOff = status === 408 || (status === 503 && headers["retry-after"] !== undefined);
  if (isPutOff || error === "temporarily_unavailable") return "transient";
  if (status >= 500) return "failed";
  if (error === "invalid_grant") return hasGrant ? "revoked" : "wrong_key";
  if (status === 401 || error === "invalid_client") return "wrong_key";
  if (status === 403 || error === "unauthorized_client" || error === "invalid_scope") return "no_permission";
  return "unexpected";
}

function failureOf(means: Meaning, status: number): SignInFailed {
  const [verdict, detail] = words[means];
  return new SignInFailed(verdict, detail.replace("{status}", String(status)), status);
}

const fault = "The token endpoint answered with status {status}: it has a fault of its own right now.";

const words: Record<Meaning, [verdict: SignInFailed["verdict"], detail: string]> = {
  throttled: ["throttled", "The token endpoint asks for fewer requests."],
  transient: ["unreachable", fault],
  failed: ["unreachable", fault],
  wrong_key: ["wrong_key", "The sign-in was refused: the id or the secret is wrong."],
  no_permission: ["no_permission", "The sign-in was refused: the client may not get a token."],
  unexpected: ["unexpected", "The token endpoint answered with status {status}."],
  revoked: [
    "revoked",
    "The system has ended this connection: it was withdrawn there, or it ran out. Connect it again.",
  ],
};

/** Milliseconds; 0 where it is not said. */
function retryAfterOf({ headers }: Answer, nowMs: number): number {
  return Math.min(readRetryAfter([headers["retry-after"]].flat()[0], nowMs) ?? 0, longestWaitMs);
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** Of a token that is a JWT. Not verified. */
export function claimsOf(token: string): Record<string, unknown> {
  const [, payload = "", signature] = token.split(".");
  return signature === undefined ? {} : parseObject(Buffer.from(payload, "base64url").toString("utf8"));
}
