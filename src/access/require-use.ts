import type { Actor } from "../context.ts";
import { Problem } from "../errors.ts";

/**
 * Who lets something work with a credential must be allowed to use it. To manage it is another permission and does not
 * stand for this one, so that a denial of using it holds wherever it could be used.
 */
export function requireUse(actor: Actor, credentialId: string): void {
  if (actor.may("config:use", "credential", credentialId)) return;
  throw new Problem("not_permitted", "This needs the permission config:use on the credential.");
}
