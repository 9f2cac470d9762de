import { createPrivateKey, createPublicKey, hash, type KeyObject } from "node:crypto";
import { type JWTPayload, SignJWT } from "jose";

/** The text is no private key in PEM, or its passphrase is wrong. Says nothing of the key itself. */
export class PrivateKeyUnusable extends Error {}

/** A key that is read once and signs often. */
export interface KeyPair {
  /** `SHA256:` and the base64 digest of the public key in DER (SPKI), as Snowflake writes it. */
  fingerprint: string;
  sign(algorithm: string, claims: JWTPayload): Promise<string>;
}

/** Reads PEM (PKCS #8, encrypted or not, PKCS #1, SEC 1), also when it was pasted on one line. Throws PrivateKeyUnusable. */
export function readKeyPair(pem: string, passphrase?: string): KeyPair {
  const key = readKey(pem, passphrase);
  const spki = createPublicKey(key).export({ type: "spki", format: "der" });
  return {
    fingerprint: `SHA256:${hash("sha256", spki, "base64")}`,
    sign: async (algorithm, claims) => {
      try {
        return await new SignJWT(claims).setProtectedHeader({ alg: algorithm, typ: "JWT" }).sign(key);
      } catch {
        throw new PrivateKeyUnusable(`The private key does not fit the algorithm ${algorithm}.`);
      }
    },
  };
}

function readKey(pem: string, passphrase: string | undefined): KeyObject {
  const lines = pem.replaceAll("\\n", "\n").trim();
  const [, begin, body = "", end] = /^(-----BEGIN [A-Z ]+-----)(.*)(-----END [A-Z ]+-----)$/s.exec(lines) ?? [];
  try {
    const text = body.includes(":") ? lines : `${begin}\n${body.trim().replaceAll(/\s+/g, "\n")}\n${end}\n`;
    return createPrivateKey({ key: text, ...(passphrase ? { passphrase } : {}) });
  } catch {
    throw new PrivateKeyUnusable(
      "The private key cannot be read: paste the whole PEM text, from BEGIN to END, and its passphrase when it has one.",
    );
  }
}
