import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from "node:crypto";

const algorithm = "aes-256-gcm";
const nonceBytes = 12;
const tagBytes = 16;

export type AeadKey = KeyObject;

export const aeadKey = (bytes: Uint8Array): AeadKey => createSecretKey(bytes);

/** AES-256-GCM under a random 96-bit nonce. Gives nonce, then ciphertext followed by the 128-bit tag. */
export function encrypt(
  key: AeadKey,
  plaintext: Uint8Array,
  associatedData: string,
): { nonce: Buffer; sealed: Buffer } {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(associatedData));
  return { nonce, sealed: Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]) };
}

/** Throws when the key, nonce, associated data or a single bit of the ciphertext is another. */
export function decrypt(key: AeadKey, nonce: Uint8Array, sealed: Uint8Array, associatedData: string): Buffer {
  if (nonce.length !== nonceBytes || sealed.length < tagBytes) throw new Error("The sealed value is cut off");
  const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(associatedData));
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
  return Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - tagBytes)), decipher.final()]);
}
