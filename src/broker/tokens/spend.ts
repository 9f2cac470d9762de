import type { OauthScheme } from "../../define/schemes.ts";
import type { Network } from "../../net/network.ts";
import type { TokenFailureNote, TokenLease } from "../../store/credential-tokens.ts";
import { declaredPlace } from "../destination.ts";
import { SignInFailed } from "../sign-in-failed.ts";
import { valueAt } from "../verdict.ts";
import { askForToken } from "./ask.ts";
import type { TokenSettings, TokenUse } from "./engine.ts";
import type { Token, TokenFault, TokenOutcome } from "./token-answer.ts";
import { assertionOf, jwtBearerGrant, type Values } from "./token-request.ts";
import type { TokenMaterial, TokenStore } from "./token-store.ts";

interface Spending {
  tokens: TokenStore;
  network: Pick<Network, "request">;
  now: () => number;
  settings: TokenSettings;
  use: TokenUse;
  values: Values;
  material: string;
  lease: TokenLease;
}

export interface SpentToken {
  accessToken: string;
  generation: number;
  remainingMs: number | null;
}

const longestBackOffMs = 5 * 60_000;

/**
 * With the lease in hand: asks for a token, and stores what comes back before it is used. A refresh token that is spent
 * once and whose answer is lost ends UNCERTAIN, unless the vendor has a way back, which is tried once. A fault of the
 * vendor's own is tried again, as long as the old token is not refused.
 * `undefined`: another process went ahead.
 */
export async function spendLease(spending: Spending): Promise<SpentToken | undefined> {
  const { tokens, lease, use } = spending;
  const stored = lease.sealed ? await tokens.open(lease.place, lease.sealed) : undefined;
  if (use.scheme.scheme === "oauthCode" && !stored?.refreshToken) return end(spending, "REVOKED", withoutRefresh());
  if (!isSingleUse(use)) return conclude(spending, stored, await ask(spending, stored));
  if (lease.lostForMs !== null) return goBack(spending, stored, lease.lostForMs);
  const outcome = await ask(spending, stored);
  if (outcome.kind === "lost") return goBack({ ...spending, use: { ...use, isForced: false } }, stored, 0);
  if (outcome.kind === "revoked" && lease.isInDoubt) return endAfterDoubt(spending);
  return conclude(spending, stored, outcome);
}

/** An answer was lost: the old refresh token goes out once more, where the vendor or a person says so. */
async function goBack(
  spending: Spending,
  stored: TokenMaterial | undefined,
  lostForMs: number,
): Promise<SpentToken | undefined> {
  if (!(await mayGoBack(spending, lostForMs))) return end(spending, "UNCERTAIN", lostFault());
  const outcome = await ask(spending, stored);
  if (outcome.kind === "lost") return end(spending, "UNCERTAIN", lostFault());
  if (outcome.kind !== "revoked") return conclude(spending, stored, outcome, true);
  return endAfterDoubt(spending);
}

/** The system no longer takes a refresh token that it may have replaced without our hearing of it. */
const endAfterDoubt = (spending: Spending): Promise<never> =>
  spending.use.isForced
    ? end(spending, "REVOKED", refusedAfterLoss("revoked"))
    : end(spending, "UNCERTAIN", refusedAfterLoss("uncertain"));

async function conclude(
  spending: Spending,
  stored: TokenMaterial | undefined,
  outcome: TokenOutcome,
  isLost = false,
): Promise<SpentToken | undefined> {
  if (outcome.kind === "token") return keep(spending, stored, outcome.token);
  if (outcome.kind === "revoked") return end(spending, "REVOKED", outcome.failure);
  const { tokens, lease, material } = spending;
  const backOffMs = Math.min(1000 * 2 ** lease.failures, longestBackOffMs) * (0.5 + Math.random() / 2);
  const askedMs = "retryAfterMs" in outcome ? outcome.retryAfterMs : 0;
  await tokens.release(lease, {
    failure: noteOf(outcome.failure, material),
    retryInMs: Math.max(backOffMs, askedMs),
    isLost,
    isInDoubt: outcome.kind === "failed",
  });
  throw outcome.failure;
}

async function keep(
  { tokens, lease, material, use }: Spending,
  stored: TokenMaterial | undefined,
  { accessToken, refreshToken = stored?.refreshToken, lifetimeMs, members }: Token,
): Promise<SpentToken | undefined> {
  const refreshLifetimeMs = refreshLifetimeOf(use.scheme, members);
  const kept = { accessToken, material, lifetimeMs, refreshLifetimeMs, ...(refreshToken ? { refreshToken } : {}) };
  const generation = await tokens.put(lease, kept);
  return generation === undefined ? undefined : { accessToken, generation, remainingMs: lifetimeMs };
}

/** How long the grant itself lives, where the vendor says it. */
export function refreshLifetimeOf(scheme: OauthScheme, members: Record<string, unknown>): number | null {
  const member = scheme.scheme === "oauthCode" ? scheme.refresh?.lifetimeMember : undefined;
  const seconds = member === undefined ? Number.NaN : Number(valueAt(members, member));
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : null;
}

async function ask(spending: Spending, stored: TokenMaterial | undefined): Promise<TokenOutcome> {
  const { network, use, values, now, settings } = spending;
  const { scheme, destination } = use;
  const nowMs = now();
  const hasGrant = scheme.scheme === "oauthCode";
  try {
    const grant = await grantOf(spending, stored);
    const timeoutMs = settings.requestTimeoutMs;
    return await askForToken(network, { client: scheme, destination, values, grant, hasGrant, nowMs, timeoutMs });
  } catch (error) {
    if (error instanceof SignInFailed) return { kind: "refused", failure: error };
    throw error;
  }
}

async function grantOf(
  { use, values, now }: Spending,
  stored: TokenMaterial | undefined,
): Promise<Record<string, string>> {
  const { scheme, destination } = use;
  if (scheme.scheme === "oauthClientCredentials") return { grant_type: "client_credentials" };
  if (scheme.scheme === "oauthCode") {
    return { grant_type: "refresh_token", refresh_token: stored?.refreshToken ?? "", scope: "" };
  }
  const tokenUrl = declaredPlace(destination, scheme.tokenUrl, values).systemUrl.href;
  const assertion = await assertionOf({ client: scheme, values, tokenUrl, nowMs: now() }, values.clientId ?? "");
  return { grant_type: jwtBearerGrant, assertion };
}

const isSingleUse = ({ scheme }: TokenUse): boolean =>
  scheme.scheme === "oauthCode" && scheme.refresh?.rotation !== "never";

/** The vendor takes the old refresh token again for a while, or a person wants to know: once, and noted before. */
async function mayGoBack({ tokens, use, lease }: Spending, lostForMs: number): Promise<boolean> {
  if (use.isForced) return true;
  const seconds = use.scheme.scheme === "oauthCode" ? (use.scheme.refresh?.retryOldForSeconds ?? 0) : 0;
  return lostForMs < seconds * 1000 && (await tokens.noteWayBack(lease));
}

async function end(
  { tokens, lease, material }: Spending,
  state: "UNCERTAIN" | "REVOKED",
  failure: SignInFailed,
): Promise<never> {
  await tokens.end(lease, { state, failure: noteOf(failure, material) });
  throw failure;
}

function noteOf(failure: TokenFault, material: string): TokenFailureNote {
  if (!(failure instanceof SignInFailed))
    return { verdict: "unreachable", detail: failure.message, status: null, material };
  return { verdict: failure.verdict, detail: failure.detail, status: failure.upstreamStatus, material };
}

const lostFault = (): SignInFailed =>
  new SignInFailed(
    "uncertain",
    "The answer to a renewal was lost, so nobody knows whether the connection still holds. Test it, or connect it again.",
    0,
  );

const refusedAfterLoss = (verdict: "revoked" | "uncertain"): SignInFailed =>
  new SignInFailed(
    verdict,
    "A renewal did not come to an end, and the system does not accept what was there before it. Connect it again.",
    0,
  );

const withoutRefresh = (): SignInFailed =>
  new SignInFailed("revoked", "The system does not accept this connection any more. Connect it again.", 0);
