import type { KeySource } from "./key-source.ts";
import type { RawRequest } from "./raw-request.ts";

/** What a webhook may be set to; which of them count is said by the type of its credential. */
export interface WebhookSettings {
  windowSeconds?: number;
  hubspotVersions?: string[];
  signatureHeader?: string;
}

/** All that a verifier looks at. It reads no clock and no store. */
export interface Check {
  request: RawRequest;
  /** The public URL of the request: CREDENZA_PUBLIC_URL with the target as received, never from the Host header. */
  url: string;
  /** Opened fields of the credential: the current values, then earlier ones that are still valid. */
  fieldSets: readonly Readonly<Record<string, string>>[];
  /** Fields that may be left out; then they are empty. */
  optionalFields?: ReadonlySet<string>;
  settings: WebhookSettings;
  windowSeconds: number;
  /** Unix milliseconds. */
  nowMs: number;
  /** Keys that senders publish, for the verifications that need them. */
  keys?: KeySource;
}
