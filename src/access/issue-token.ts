import { equalBytes } from "../crypto/compare.ts";
import { digestOfSecret } from "../crypto/secret-digest.ts";
import { Problem } from "../errors.ts";
import { findKeyForSignIn, markKeyUsed } from "../store/access-keys.ts";
import type { Store } from "../store/db.ts";
import type { Secret } from "../vault/secret.ts";
import { createThrottle } from "./throttle.ts";
import { type Tokens, tokenLifeSeconds } from "./tokens.ts";

/** RFC 6749 section 5.1. */
export interface TokenAnswer {
  access_token: string;
  token_type: "Bearer";
  expires_in: number;
}

export type IssueToken = (accessKeyId: string, apiSecret: Secret) => Promise<TokenAnswer>;

const spelling = /^[\x21-\x7e]{1,128}$/;
const noHash = Buffer.alloc(32);

/**
 * Costs two queries and a signature. The right secret gets a token however often others failed with the same access key id:
 * 256 random bits need no lock, and a lock would let a stranger shut the owner out. Wrong ones get a 429 after 20 a minute.
 */
export function createIssueToken(db: Store["system"], tokens: Tokens, now: () => number): IssueToken {
  const throttle = createThrottle({ maxFailures: 20, windowMs: 60_000 }, now);

  return async (accessKeyId, apiSecret) => {
    const key = spelling.test(accessKeyId) ? await findKeyForSignIn(db, accessKeyId) : undefined;
    const isRight = equalBytes(digestOfSecret(apiSecret), key?.secretHash ?? noHash);
    if (!key || !isRight || key.status !== "ACTIVE") {
      throttle.check(accessKeyId);
      throttle.failed(accessKeyId);
      throw new Problem(
        "client_invalid",
        "The access key id or the API secret is wrong, or the access key is inactive.",
        {
          extra: { error: "invalid_client" },
        },
      );
    }
    await markKeyUsed(db, key.id, now());
    const claims = { sub: key.serviceUserId, orgId: key.organizationId, accessKey: key.id };
    return { access_token: await tokens.issue(claims), token_type: "Bearer", expires_in: tokenLifeSeconds };
  };
}
