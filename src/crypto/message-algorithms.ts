import { constants, createPublicKey, type KeyObject, verify } from "node:crypto";
import { equalBytes } from "./compare.ts";
import { hmac } from "./digest.ts";
import { readPublicKey, verifyEd25519 } from "./public-key.ts";

type Verifier = (key: string, signed: Buffer, signature: Buffer) => boolean;

interface PublicRow {
  hash: "sha256" | "sha384" | "sha512";
  fits(key: KeyObject): boolean;
  options?: { padding?: number; saltLength?: number; dsaEncoding?: "ieee-p1363" };
}

const isRsa = ({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean =>
  (asymmetricKeyType === "rsa" || asymmetricKeyType === "rsa-pss") &&
  (asymmetricKeyDetails?.modulusLength ?? 0) >= 2048;
const onCurve =
  (name: string) =>
  ({ asymmetricKeyDetails }: KeyObject): boolean =>
    asymmetricKeyDetails?.namedCurve === name;

/** RFC 9421 sections 3.3.1, 3.3.2, 3.3.4 and 3.3.5. */
const publicRows: Record<string, PublicRow> = {
  "rsa-pss-sha512": {
    hash: "sha512",
    fits: isRsa,
    options: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 },
  },
  "rsa-v1_5-sha256": { hash: "sha256", fits: isRsa, options: { padding: constants.RSA_PKCS1_PADDING } },
  "ecdsa-p256-sha256": { hash: "sha256", fits: onCurve("prime256v1"), options: { dsaEncoding: "ieee-p1363" } },
  "ecdsa-p384-sha384": { hash: "sha384", fits: onCurve("secp384r1"), options: { dsaEncoding: "ieee-p1363" } },
};

const verifiers: Record<string, Verifier> = {
  "hmac-sha256": (key, signed, signature) => equalBytes(hmac("sha256", Buffer.from(key, "base64"), signed), signature),
  ed25519: (key, signed, signature) => verifyEd25519(lastBytes(key), signed, signature.toString("base64")),
  ...Object.fromEntries(
    Object.entries(publicRows).map(([name, row]): [string, Verifier] => [
      name,
      (...given) => isSignedBy(row, ...given),
    ]),
  ),
};

/** Whether a signature of RFC 9421 is right. `key` is base64, or PEM of a public key. False for whatever does not fit. */
export const verifyMessage = (algorithm: string, key: string, signed: Buffer, signature: Buffer): boolean =>
  Object.hasOwn(verifiers, algorithm) && (verifiers[algorithm]?.(key, signed, signature) ?? false);

function isSignedBy({ hash, fits, options }: PublicRow, key: string, signed: Buffer, signature: Buffer): boolean {
  try {
    const publicKey = readKey(key);
    return fits(publicKey) && verify(hash, signed, { key: publicKey, ...options }, signature);
  } catch {
    return false;
  }
}

const readKey = (key: string): KeyObject =>
  key.includes("-----BEGIN")
    ? readPublicKey(key)
    : createPublicKey({ key: Buffer.from(key, "base64"), format: "der", type: "spki" });

/** Of SubjectPublicKeyInfo, or the bytes themselves. */
const lastBytes = (key: string): Buffer =>
  Buffer.from(key.replaceAll(/-----[A-Z ]+-----|\s/g, ""), "base64").subarray(-32);
