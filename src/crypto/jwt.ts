import {
  calculateJwkThumbprint,
  exportJWK,
  exportPKCS8,
  generateKeyPair,
  importJWK,
  importPKCS8,
  type JWK,
  type JWTPayload,
  errors as joseErrors,
  jwtVerify,
  SignJWT,
} from "jose";
import { reveal } from "../vault/reveal.ts";
import { Secret } from "../vault/secret.ts";

export const signingAlgorithm = "EdDSA";

export interface SigningKey {
  /** Thumbprint of the public key (RFC 7638). */
  kid: string;
  algorithm: string;
  publicJwk: JWK;
  /** PKCS #8 in PEM. */
  privateKey: Secret;
}

export type PublicKey = CryptoKey | Uint8Array;
export type { JWK, JWTPayload };

/** Ed25519. */
export async function newSigningKey(): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair(signingAlgorithm, { crv: "Ed25519", extractable: true });
  const bare = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(bare);
  return {
    kid,
    algorithm: signingAlgorithm,
    publicJwk: { ...bare, kid, alg: signingAlgorithm, use: "sig" },
    privateKey: new Secret(await exportPKCS8(privateKey)),
  };
}

export function importPrivateKey(algorithm: string, privateKey: Secret): Promise<CryptoKey> {
  return importPKCS8(reveal(privateKey), algorithm);
}

export function importPublicKey(jwk: JWK): Promise<PublicKey> {
  return importJWK(jwk);
}

export function signJwt(kid: string, algorithm: string, key: CryptoKey, claims: JWTPayload): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: algorithm, kid, typ: "JWT" }).sign(key);
}

/**
 * The claims, or undefined when the token is malformed, unsigned, signed by another key or algorithm, from another issuer,
 * expired, or without `sub`, `iat` or `exp`. `keyFor` gives undefined for a key id it does not know.
 */
export async function verifyJwt(
  token: string,
  options: {
    issuer: string;
    nowMs: number;
    keyFor(kid: string): Promise<{ algorithm: string; key: PublicKey } | undefined>;
  },
): Promise<JWTPayload | undefined> {
  try {
    const kid = isCanonical(token) ? protectedKeyId(token) : undefined;
    const found = kid === undefined ? undefined : await options.keyFor(kid);
    if (!found) return undefined;
    const { payload } = await jwtVerify(token, found.key, {
      algorithms: [found.algorithm],
      issuer: options.issuer,
      currentDate: new Date(options.nowMs),
      requiredClaims: ["sub", "iat", "exp"],
    });
    return payload;
  } catch (error) {
    if (error instanceof joseErrors.JOSEError) return undefined;
    throw error;
  }
}

function protectedKeyId(token: string): string | undefined {
  const [header = ""] = token.split(".", 1);
  try {
    const parsed: unknown = JSON.parse(Buffer.from(header, "base64url").toString("utf8"));
    const kid = typeof parsed === "object" && parsed !== null && "kid" in parsed ? parsed.kid : undefined;
    return typeof kid === "string" ? kid : undefined;
  } catch {
    return undefined;
  }
}

/** base64url has spare bits at the end that decoders ignore; a token of ours has exactly one spelling. */
function isCanonical(token: string): boolean {
  return token.split(".").every((part) => Buffer.from(part, "base64url").toString("base64url") === part);
}
