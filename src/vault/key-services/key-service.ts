import { sha256 } from "../../crypto/digest.ts";
import type { RootKey, RootKeySource } from "../root-key.ts";
import { SealBroken } from "../sealed-value.ts";

/** Keeps the root key and never lets it out: it seals and opens data keys for us. */
export interface KeyService {
  /** Both throw a Problem that says who refused and why; `decrypt` throws SealBroken for what it did not seal. */
  encrypt(plaintext: Uint8Array, associatedData: string): Promise<string>;
  decrypt(ciphertext: string, associatedData: string): Promise<Buffer>;
}

const format = "ks1";

/** Its fingerprint is that of the name, because nothing of the key itself is known here. */
export function rootKeyOfService(reference: string, source: RootKeySource, service: KeyService): RootKey {
  const fingerprint = sha256(`credenza root key ${reference}`).toString("hex").slice(0, 16);
  return {
    source,
    fingerprint,
    wrap: async (plaintext, associatedData) => {
      const ciphertext = await service.encrypt(plaintext, associatedData);
      return `${format}.${fingerprint}.${Buffer.from(ciphertext).toString("base64url")}`;
    },
    unwrap: async (wrapped, associatedData) => {
      const [found, keyId, ciphertext, ...rest] = wrapped.split(".");
      if (found !== format || keyId !== fingerprint || !ciphertext || rest.length > 0) {
        throw new SealBroken("its format is unknown, or another key service sealed it");
      }
      return service.decrypt(Buffer.from(ciphertext, "base64url").toString("utf8"), associatedData);
    },
  };
}
