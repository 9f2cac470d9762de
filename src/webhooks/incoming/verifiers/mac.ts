import { digest, hmac } from "../../../crypto/digest.ts";
import type { Mac } from "../../../define/verifications.ts";
import { fillParts, fillText, type Values } from "./signed-parts.ts";

/** The signature as text. Cost: one pass over the signed bytes. */
export function macOf(mac: Mac, values: Values): string {
  const parts = fillParts(mac.signed, values);
  if (mac.kind === "hmac") return hmac(mac.hash, fillText(mac.key ?? "", values), ...parts).toString(mac.encoding);
  return digest(mac.hash, Buffer.concat(parts.map((part) => Buffer.from(part as string))), mac.encoding);
}
