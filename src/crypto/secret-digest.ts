import { reveal } from "../vault/reveal.ts";
import type { Secret } from "../vault/secret.ts";
import { sha256 } from "./digest.ts";

/** SHA-256 of a secret that is itself at least 128 random bits; for passwords see `password.ts`. */
export function digestOfSecret(secret: Secret): Buffer {
  return sha256(reveal(secret));
}
