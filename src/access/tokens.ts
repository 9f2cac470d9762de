import { LRUCache } from "lru-cache";
import { type JWTPayload, signJwt, verifyJwt } from "../crypto/jwt.ts";
import type { SigningKeys } from "./signing-keys.ts";

/** As in the m3ter API: five hours. */
export const tokenLifeSeconds = 18_000;

export interface TokenClaims {
  /** Id of the service user. */
  sub: string;
  orgId: string;
  /** Row id of the access key that the token was issued for. */
  accessKey: string;
}

export interface Tokens {
  issue(claims: TokenClaims): Promise<string>;
  /** Undefined when it is not a token of ours or has expired. Costs a look-up when the token was seen before. */
  verify(token: string): Promise<TokenClaims | undefined>;
}

const longestToken = 2048;

export function createTokens(keys: SigningKeys, issuer: () => string, now: () => number): Tokens {
  const seen = new LRUCache<string, TokenClaims & { expiresMs: number }>({ max: 10_000 });

  return {
    issue: async ({ sub, orgId, accessKey }) => {
      const { kid, algorithm, key } = await keys.signer();
      const iat = Math.floor(now() / 1000);
      return signJwt(kid, algorithm, key, { sub, orgId, accessKey, iss: issuer(), iat, exp: iat + tokenLifeSeconds });
    },
    verify: async (token) => {
      if (token.length > longestToken) return undefined;
      const known = seen.get(token);
      if (known) return known.expiresMs > now() ? known : undefined;
      const payload = await verifyJwt(token, { issuer: issuer(), nowMs: now(), keyFor: keys.verifier });
      const claims = payload && claimsOf(payload);
      if (claims) seen.set(token, claims);
      return claims;
    },
  };
}

function claimsOf({ sub, orgId, accessKey, exp }: JWTPayload): (TokenClaims & { expiresMs: number }) | undefined {
  if (typeof sub !== "string" || typeof orgId !== "string" || typeof accessKey !== "string") return undefined;
  return { sub, orgId, accessKey, expiresMs: (exp ?? 0) * 1000 };
}
