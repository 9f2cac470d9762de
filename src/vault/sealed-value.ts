import { type AeadKey, decrypt, encrypt } from "../crypto/aead.ts";

/** `cz1.<key id>.<nonce>.<ciphertext and tag>`, the binary parts in base64url: a sealed value says its format and its key. */
const format = "cz1";

export class SealBroken extends Error {
  constructor(reason: string) {
    super(`A sealed value does not open: ${reason}`);
  }
}

export function sealWith(keyId: string, key: AeadKey, plaintext: Uint8Array, associatedData: string): string {
  const { nonce, sealed } = encrypt(key, plaintext, associatedData);
  return `${format}.${keyId}.${nonce.toString("base64url")}.${sealed.toString("base64url")}`;
}

export function keyIdOf(sealedValue: string): string {
  return parts(sealedValue).keyId;
}

export function openWith(key: AeadKey, sealedValue: string, associatedData: string): Buffer {
  const { nonce, sealed } = parts(sealedValue);
  try {
    return decrypt(key, nonce, sealed, associatedData);
  } catch {
    throw new SealBroken("it was changed, moved, or sealed under another key");
  }
}

function parts(sealedValue: string): { keyId: string; nonce: Buffer; sealed: Buffer } {
  const [found, keyId, nonce, sealed, ...rest] = sealedValue.split(".");
  if (found !== format || !keyId || !nonce || !sealed || rest.length > 0) throw new SealBroken("its format is unknown");
  return { keyId, nonce: canonical(nonce), sealed: canonical(sealed) };
}

/** Node ignores stray characters and bits in base64url; a sealed value has exactly one spelling. */
function canonical(encoded: string): Buffer {
  const bytes = Buffer.from(encoded, "base64url");
  if (bytes.toString("base64url") !== encoded) throw new SealBroken("its encoding was changed");
  return bytes;
}
