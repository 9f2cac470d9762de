import { equalBytes } from "../crypto/compare.ts";
import { sha256 } from "../crypto/digest.ts";
import { digestOfSecret } from "../crypto/secret-digest.ts";
import { Problem } from "../errors.ts";
import { findKeyForSignIn, markKeyUsed } from "../store/access-keys.ts";
import type { Store } from "../store/db.ts";
import type { Secret } from "../vault/secret.ts";
import { createFailedAttempts } from "./failed-attempts.ts";
import { canonicalIdentity } from "./identity.ts";
import type { TokenClaims } from "./tokens.ts";

/** Gives what a token of the access key says. Throws client_invalid or too_many_requests. */
export type VerifyClient = (accessKeyId: string, apiSecret: Secret) => Promise<TokenClaims>;

const spelling = /^[\x21-\x7e]{1,128}$/;
const noHash = Buffer.alloc(32);

/**
 * Costs two queries. The right secret gets in however often others failed with the same access key id:
 * 256 random bits need no lock, and a lock would let a stranger shut the owner out. Wrong ones get a 429 after 20.
 */
export function createVerifyClient(store: Pick<Store, "system">, now: () => number): VerifyClient {
  const failed = createFailedAttempts(store, { kind: "access key", maxAttempts: 20 }, now);

  return async (accessKeyId, apiSecret) => {
    const key = spelling.test(accessKeyId) ? await findKeyForSignIn(store.system, accessKeyId) : undefined;
    const isRight = equalBytes(digestOfSecret(apiSecret), key?.secretHash ?? noHash);
    if (!key || !isRight || key.status !== "ACTIVE") {
      await failed.count(placeOf(accessKeyId));
      throw new Problem(
        "client_invalid",
        "The access key id or the API secret is wrong, or the access key is inactive.",
        { extra: { error: "invalid_client" } },
      );
    }
    await markKeyUsed(store.system, key.id, now());
    return { sub: key.serviceUserId, orgId: key.organizationId, accessKey: key.id };
  };
}

/** Ids share 65,536 counts, so that inventing them fills no table; the right secret is never refused for a neighbour's. */
const placeOf = (accessKeyId: string): string => String(sha256(canonicalIdentity(accessKeyId)).readUInt16BE(0));
