import { createPublicKey, type KeyObject, verify, X509Certificate } from "node:crypto";

/** SubjectPublicKeyInfo of Ed25519 without the key's 32 bytes (RFC 8410 section 4). */
const ed25519Prefix = Buffer.from("302a300506032b6570032100", "hex");

/** `key` are the 32 bytes; `signature` is base64. False for whatever is not well formed. */
export function verifyEd25519(key: string | Uint8Array, signed: Uint8Array, signature: string): boolean {
  const bytes = typeof key === "string" ? Buffer.from(key) : key;
  const given = Buffer.from(signature, "base64");
  if (bytes.length !== 32 || given.length !== 64 || given.toString("base64") !== signature) return false;
  try {
    const spki = Buffer.concat([ed25519Prefix, bytes]);
    return verify(null, signed, createPublicKey({ key: spki, format: "der", type: "spki" }), given);
  } catch {
    return false;
  }
}

/** Reads a public key or a certificate in PEM. Throws when it is neither. */
export const readPublicKey = (pem: string): KeyObject =>
  pem.includes("BEGIN CERTIFICATE") ? new X509Certificate(pem).publicKey : createPublicKey(pem);

export function verifyRsa(hash: "sha1" | "sha256", key: KeyObject, signed: Uint8Array, signature: string): boolean {
  try {
    return verify(hash, signed, key, Buffer.from(signature, "base64"));
  } catch {
    return false;
  }
}
