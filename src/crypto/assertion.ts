import { createPrivateKey, type KeyObject } from "node:crypto";
import { type JWTPayload, SignJWT } from "jose";

/** The algorithms that a client may sign an assertion with. */
export const assertionAlgorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

/** The key is not a private key in PEM, or not one for the algorithm. Says nothing of the key itself. */
export class KeyUnusable extends Error {}

/** A JWT signed with a PEM key (PKCS #8, PKCS #1 or SEC 1) under one of `assertionAlgorithms`. Throws KeyUnusable. */
export async function signAssertion(
  pem: string,
  header: { algorithm: string; keyId?: string },
  claims: JWTPayload,
): Promise<string> {
  if (!assertionAlgorithms.includes(header.algorithm)) throw new KeyUnusable("The algorithm is not known.");
  const key = privateKey(pem);
  try {
    const { algorithm: alg, keyId: kid } = header;
    return await new SignJWT(claims).setProtectedHeader({ alg, typ: "JWT", ...(kid ? { kid } : {}) }).sign(key);
  } catch {
    throw new KeyUnusable(`The private key does not fit the algorithm ${header.algorithm}.`);
  }
}

/** A key pasted on one line, or with `\n` written out as in a JSON file, is read too. */
function privateKey(pem: string): KeyObject {
  const lines = pem.replaceAll("\\n", "\n").trim();
  const [, begin, body = "", end] = /^(-----BEGIN [A-Z ]+-----)(.*)(-----END [A-Z ]+-----)$/s.exec(lines) ?? [];
  try {
    return createPrivateKey(`${begin}\n${body.trim().replaceAll(/\s+/g, "\n")}\n${end}\n`);
  } catch {
    throw new KeyUnusable("The private key cannot be read: paste the whole PEM text, from BEGIN to END.");
  }
}
