import { equalDigests } from "../../../crypto/compare.ts";
import { digest, hmacText } from "../../../crypto/digest.ts";
import { verifyEd25519 } from "../../../crypto/public-key.ts";
import type { Mac } from "../../../define/verifications.ts";
import { macKey } from "./mac-key.ts";
import { fillParts, type Values } from "./signed-parts.ts";

/** The signature as text. Cost: one pass over the signed bytes. */
export function macOf(mac: Mac, values: Values): string {
  const parts = fillParts(mac.signed, values);
  if (mac.kind === "hmac") return hmacText(mac.hash, mac.encoding, macKey(mac, values), ...parts);
  return digest(mac.hash, Buffer.concat(parts.map((part) => Buffer.from(part as string))), mac.encoding);
}

/** Whether one of the signatures is right. All are looked at, whatever matches first. */
export function matches(mac: Mac, values: Values, signatures: readonly string[]): boolean {
  let found = false;
  if (mac.kind === "ed25519") {
    const key = macKey(mac, values);
    const signed = Buffer.concat(fillParts(mac.signed, values).map((part) => Buffer.from(part as string)));
    for (const signature of signatures) if (verifyEd25519(key, signed, signature)) found = true;
    return found;
  }
  const right = macOf(mac, values);
  for (const signature of signatures) if (equalDigests(signature, right)) found = true;
  return found;
}
