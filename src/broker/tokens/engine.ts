import { setTimeout as sleep } from "node:timers/promises";
import { LRUCache } from "lru-cache";
import type { OauthScheme } from "../../define/schemes.ts";
import type { ClientCertificate, Network } from "../../net/network.ts";
import type { TokenPlace } from "../../store/credential-tokens.ts";
import type { Vault } from "../../vault/vault.ts";
import type { Destination } from "../destination.ts";
import { certificateOf } from "../schemes/client-certificate.ts";
import type { Authorization } from "../schemes/scheme.ts";
import { SignInFailed } from "../sign-in-failed.ts";
import { spendLease } from "./spend.ts";
import { claimsOf } from "./token-answer.ts";
import type { Values } from "./token-request.ts";
import type { TokenMaterial, TokenStore } from "./token-store.ts";

/** One credential that needs a token. */
export interface TokenUse {
  /** Credential and version: in memory, one token each. */
  key: string;
  organizationId: string;
  credentialId: string;
  scheme: OauthScheme;
  destination: Destination;
  /** Every field of the credential and of its app, opened. Asked for only when a token is to be had. */
  values: () => Promise<Values>;
  /** A person asks: also where an automatic attempt would wait, or is over. */
  isForced?: boolean;
}

/**
 * Gives tokens: from memory (no query), else from the database (one query), else from the vendor (three queries and a
 * call, once over all processes). See docs/decisions/060-token-engine.
 */
export interface TokenEngine {
  /** Throws SignInFailed or NetworkFailure. */
  authorize(use: TokenUse): Promise<Authorization>;
  /** The vendor refused it before its time: the next `authorize` gets another. */
  forget(key: string, refused: Authorization): void;
}

export interface TokenEngineParts {
  tokens: TokenStore;
  network: Pick<Network, "request">;
  vault: Pick<Vault, "mac">;
  now: () => number;
  settings?: Partial<TokenSettings>;
}

export interface TokenSettings {
  /** Longer than two requests to a token endpoint may take. */
  leaseMs: number;
  requestTimeoutMs: number;
  /** How long a caller waits for a token that another process renews. */
  waitMs: number;
  pollMs: number;
}

const usual: TokenSettings = { leaseMs: 45_000, requestTimeoutMs: 15_000, waitMs: 25_000, pollMs: 60 };
const heldForMs = 10 * 60_000;
const defaultMarginSeconds = 60;
const marginShare = 0.2;
/** A token that still serves does not keep a caller waiting for its successor. */
const aheadWaitMs = 2_000;

interface Held {
  authorization: Authorization;
  generation: number;
  expiresAt: number;
  renewAt: number;
}

export function createTokenEngine(parts: TokenEngineParts): TokenEngine {
  const { now } = parts;
  const settings = { ...usual, ...parts.settings };
  const held = new LRUCache<string, Held>({ max: 10_000, ttl: heldForMs, updateAgeOnGet: true });
  const underWay = new Map<string, Promise<Held>>();

  const obtain = (use: TokenUse): Promise<Held> => {
    const waiting = underWay.get(use.key);
    if (waiting && !use.isForced) return waiting;
    const started = renew(parts, settings, use, held.get(use.key)?.generation ?? 0).then((one) => {
      held.set(use.key, one);
      return one;
    });
    underWay.set(use.key, started);
    const done = (): void => void (underWay.get(use.key) === started && underWay.delete(use.key));
    started.then(done, done);
    return started;
  };
  return {
    authorize: async (use) => {
      const known = held.get(use.key);
      const at = now();
      if (known && at < known.renewAt) return known.authorization;
      if (!known || at >= known.expiresAt) return (await within(obtain(use), settings.waitMs)).authorization;
      const renewed = await within(obtain(use), aheadWaitMs).catch(() => known);
      return renewed.authorization;
    },
    forget: (key, refused) => {
      const known = held.get(key);
      if (known?.authorization === refused) held.set(key, { ...known, expiresAt: 0, renewAt: 0 });
    },
  };
}

/** Until the token is there, whoever fetches it. `seen`: the generation that does not serve any more. */
async function renew(parts: TokenEngineParts, settings: TokenSettings, use: TokenUse, seen: number): Promise<Held> {
  const { tokens, vault, network, now } = parts;
  const place = placeOf(use);
  const values = await use.values();
  const material = await materialOf(vault, use, values);
  const { certificate } = use.scheme;
  const tls = certificate && certificateOf(certificate, values);
  const until = performance.now() + settings.waitMs;
  for (;;) {
    const row = await tokens.read(place);
    if (row?.sealed && row.generation !== seen && row.state !== "REVOKED") {
      const token = await tokens.open(place, row.sealed);
      const held = heldOf(use, { ...row, ...token }, now(), tls);
      if (token.material === material && (held.renewAt > now() || row.leasedForMs > 0)) return held;
    }
    if (row && !use.isForced) refuseHopeless(row, material);
    if (!row || row.leasedForMs <= 0) {
      const { leaseMs } = settings;
      const seenNow = { generation: row?.generation ?? 0, leaseMs, evenUncertain: use.isForced ?? false };
      const lease = await tokens.lease(place, seenNow);
      const spent = lease && (await spendLease({ tokens, network, now, settings, use, values, material, lease }));
      if (spent) return heldOf(use, spent, now(), tls);
    }
    if (performance.now() > until) throw late();
    await sleep(settings.pollMs * (0.5 + Math.random()));
  }
}

type Row = NonNullable<Awaited<ReturnType<TokenStore["read"]>>>;

/** A connection that has ended stays so; an attempt that failed is not repeated before its time. */
function refuseHopeless({ state, failure, retryInMs }: Row, material: string): void {
  if (!failure || failure.material !== material) return;
  if (state === "READY" && retryInMs <= 0) return;
  if (state === "SPENDING") return;
  const { verdict, detail, status } = failure;
  throw new SignInFailed(verdict as SignInFailed["verdict"], detail, status ?? 0);
}

function heldOf(
  { scheme }: TokenUse,
  token: Pick<TokenMaterial, "accessToken"> & { generation: number; remainingMs: number | null },
  now: number,
  tls: ClientCertificate | undefined,
): Held {
  const { accessToken, remainingMs } = token;
  const expiresAt = remainingMs === null ? Number.POSITIVE_INFINITY : now + remainingMs;
  const marginMs = (scheme.lifetime?.marginSeconds ?? defaultMarginSeconds) * 1000;
  const authorization = {
    headers: ["authorization", `Bearer ${accessToken}`],
    secrets: [accessToken],
    tls,
    expiresAt,
    claims: stringClaims(accessToken),
    endedBy: scheme.lifetime?.endedBy ?? [],
  };
  const renewAt = remainingMs === null ? expiresAt : expiresAt - Math.min(marginMs, remainingMs * marginShare);
  return { authorization, generation: token.generation, expiresAt, renewAt };
}

const placeOf = ({ organizationId, credentialId, scheme }: TokenUse): TokenPlace => ({
  organizationId,
  credentialId,
  slot: scheme.scheme === "oauthCode" ? "grant" : "token",
});

/** Changes with the id, the secret, the scope, the audience: a token of other material is not used. */
async function materialOf({ mac }: Pick<Vault, "mac">, use: TokenUse, values: Values): Promise<string> {
  if (use.scheme.scheme === "oauthCode") return "";
  const text = JSON.stringify([use.scheme, Object.entries(values).toSorted(([a], [b]) => (a < b ? -1 : 1))]);
  return (await mac(use.organizationId, "token-material", Buffer.from(text))).toString("base64url");
}

const stringClaims = (token: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(claimsOf(token)).filter((claim): claim is [string, string] => typeof claim[1] === "string"),
  );

const late = (): SignInFailed =>
  new SignInFailed("unreachable", "The token is being renewed and is not there yet. Try again in a moment.", 0);

async function within<T>(work: Promise<T>, ms: number): Promise<T> {
  const stop = new AbortController();
  const tooLate = sleep(ms, undefined, { signal: stop.signal, ref: false }).then(() => Promise.reject(late()));
  tooLate.catch(() => {});
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    stop.abort();
  }
}
