import { type DigestEncoding, hmacText } from "../../crypto/digest.ts";
import { reveal } from "../../vault/reveal.ts";
import type { Secret } from "../../vault/secret.ts";

export interface OutgoingMessage {
  /** The same on every attempt; without a full stop, which parts what is signed. */
  id: string;
  /** Unix seconds, fresh on every attempt. */
  timestampSeconds: number;
  /** Sent byte for byte. */
  body: Uint8Array;
}

export interface SigningCredential {
  apiKey: string;
  /** The current secret, then earlier ones that receivers may still hold: one signature for each. */
  secrets: [Secret, ...Secret[]];
}

const messageId = /^[A-Za-z0-9_:-]{1,200}$/;

/**
 * The headers of a M3TER_SIGNED_REQUEST: our own scheme and, with the same secrets, Standard Webhooks 1.0.0.
 * Costs two passes over the body for each secret.
 */
export function signOutgoing(message: OutgoingMessage, credential: SigningCredential): Record<string, string> {
  const { id, timestampSeconds, body } = message;
  if (!messageId.test(id)) throw new Error("A message id may have letters, digits and _ : - only");
  if (!Number.isSafeInteger(timestampSeconds)) throw new Error("The time must be in whole seconds");
  const { apiKey, secrets } = credential;
  const sign = (secret: Secret, head: string, encoding: DigestEncoding): string =>
    hmacText("sha256", encoding, reveal(secret), head, body);
  const own = secrets.map((secret) => `v1=${sign(secret, `${apiKey}.${id}.${timestampSeconds}.`, "hex")}`);
  const standard = secrets.map((secret) => `v1,${sign(secret, `${id}.${timestampSeconds}.`, "base64")}`);
  return {
    "X-M3ter-Api-Key": apiKey,
    "X-M3ter-Id": id,
    "X-M3ter-Timestamp": String(timestampSeconds),
    "X-M3ter-Signature": own.join(","),
    "webhook-id": id,
    "webhook-timestamp": String(timestampSeconds),
    "webhook-signature": standard.join(" "),
  };
}
