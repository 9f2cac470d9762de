import { createHash, createHmac, type Hash, type Hmac } from "node:crypto";

/** SHA-256, keyed or not, in the form that `@smithy/signature-v4` takes a hash. */
export class Sha256 {
  readonly #key: string | Uint8Array | undefined;
  #hash: Hash | Hmac;

  constructor(key?: unknown) {
    this.#key = key === undefined ? undefined : bytesOf(key);
    this.#hash = this.#begin();
  }

  update(data: Uint8Array): void {
    this.#hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    this.#hash = this.#begin();
  }

  #begin(): Hash | Hmac {
    return this.#key === undefined ? createHash("sha256") : createHmac("sha256", this.#key);
  }
}

const bytesOf = (key: unknown): string | Uint8Array =>
  typeof key === "string" || key instanceof Uint8Array ? key : new Uint8Array(key as ArrayBuffer);
