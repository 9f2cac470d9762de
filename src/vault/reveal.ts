import { boxed, type Secret } from "./secret.ts";

/** Takes the value out of its box. dependency-cruiser lets only `vault/`, `broker/` and `webhooks/` import this. */
export function reveal<T>(secret: Secret<T>): T {
  return boxed.get(secret) as T;
}
