import type { FurtherVerifications } from "./further-verifications.ts";

/**
 * How an incoming request is verified, as data. Templates over the request and the credential's fields:
 * `{body}` raw bytes, `{method}`, `{url}` the public URL as signed, `{timestamp}` as received, any name of `parameters`,
 * and any credential field. The mechanism of each is one file in `webhooks/incoming/verifiers/`.
 */
export interface Mac {
  /** `hmac` keyed by `key`; `hash` is a bare digest of the signed bytes (only HubSpot v1 and v2); `ed25519` a public key's. */
  kind: "hmac" | "hash" | "ed25519";
  hash: "sha1" | "sha256" | "sha384" | "sha512";
  /** Compared as text: lower-case hex, or base64 with its padding. */
  encoding: "hex" | "base64";
  /** Template of the key, used as UTF-8 bytes unless `keyEncoding` says otherwise. */
  key?: string;
  /** `prefixedBase64`: base64 after the first underscore, as `whsec_…`. */
  keyEncoding?: "hex" | "prefixedBase64";
  /** Template of the signed bytes. */
  signed: string;
}

export interface SignatureHeader {
  header: string;
  /** Further headers that may hold a signature; each at most once, and one of all must be there. */
  otherHeaders?: string[];
  /**
   * `plain`: the value is the signature. `list`: `k=v` pairs, as Stripe and Paddle send. `timeFirst`: the timestamp, then
   * the signatures, as Recurly sends.
   */
  format: "plain" | "list" | "timeFirst";
  /** Between the parts of a list ("," unless said), or between several plain signatures; any may match. */
  separator?: string;
  /** Keys of a list whose values are signatures, e.g. ["v1"]; other keys are ignored. */
  signatureKeys?: string[];
  /** Key of a list that holds the timestamp, e.g. "t". */
  timestampKey?: string;
  /** Only plain values with this prefix count, e.g. "v1=". It is removed. */
  prefix?: string;
}

export interface SignatureRule {
  mac: Mac;
  signature: SignatureHeader;
  timestamp?: { header?: string; unit: "seconds" | "milliseconds" | "iso" };
  /**
   * Further headers that the signed template names, e.g. `{ id: { header: "X-M3ter-Id", pattern } }`. The anchored pattern
   * must exclude whatever stands between the signed parts, so that no two requests give the same signed bytes.
   */
  parameters?: Record<string, { header: string; pattern: string }>;
  /** Header values that must equal a template of the credential, compared in constant time. */
  equals?: { header: string; value: string }[];
  /**
   * Percent-encodings (e.g. "%2F") that the vendor decodes in the URL before it signs. The URL as received is accepted too.
   */
  decodeInUrl?: string[];
  /** When the request has this header, the rule counts only with this value. */
  announcedBy?: { header: string; value: string };
}

export interface VerificationTable extends FurtherVerifications {
  basic: { username: string; password: string };
  signature: SignatureRule;
  /** The versions in the order in which they are preferred; those of `default` count unless the webhook's option lists others. */
  signatureVersions: { option: WebhookOption; versions: Record<string, SignatureRule>; default: string[] };
  /** A bearer JWT signed with the template `key`, or an HMAC of the raw body in the header that the webhook's option names. */
  jwtOrHmac: {
    key: string;
    algorithms: ("HS256" | "HS384" | "HS512")[];
    headerOption: WebhookOption;
    hash: "sha256";
    encodings: ("hex" | "base64")[];
  };
}

export type VerificationName = keyof VerificationTable;
export type Verification = { [K in VerificationName]: { verify: K } & VerificationTable[K] }[VerificationName];

/** Settings that a webhook may have, when the type of its credential declares them. */
export const webhookOptions = ["windowSeconds", "hubspotVersions", "signatureHeader"] as const;
export type WebhookOption = (typeof webhookOptions)[number];

/** Where a value stands in a request that has been verified. */
export interface RequestValue {
  header?: string;
  /** Dotted path into the JSON body; a number is an index, e.g. `0.subscriptionType`. */
  bodyPath?: string;
  /** Claim of the JWT that verified the request. */
  claim?: string;
  /** Only a value that matches this anchored pattern counts. */
  pattern?: string;
}

/**
 * An id of the event: one value, or the named values of `each` entry of a list, which is the body or stands at the dotted path
 * `list`. Names are dotted paths too; the first is the entry's id and must be there.
 */
export type EventIdRule = RequestValue | { each: string[]; list?: string };

/**
 * A request by which the sender makes sure of the receiver. It is answered once it is verified, and starts nothing.
 * Places of the answer: `{value}`, and `{mac}`, the HMAC-SHA256 of the value in hex.
 */
export interface Handshake {
  when: RequestValue & { equals: string };
  /** Its pattern keeps it a plain word. */
  value: RequestValue & { pattern: string };
  mac?: { key: string };
  contentType: "text/plain" | "application/json";
  answer: string;
}

export interface IncomingWebhookRules {
  verification: Verification;
  handshake?: Handshake;
  /** A request that asks us to visit an address. It is visited only on the pinned hosts, and starts nothing. */
  confirm?: { when: RequestValue & { equals: string }; url: RequestValue; pinned: string };
  /** What the sender wants to hear when it is not 202 with the message's id: 200 with this text. */
  answer?: string;
  /** Seconds that a signed timestamp may be away from now, in either direction. 300 unless said. */
  windowSeconds?: number;
  /**
   * Where the provider's event id is; the first that is present counts, and the same id is the same event for ever.
   * Without one, what was signed stands in, for as long as the window is.
   */
  eventId?: EventIdRule[];
  eventType?: RequestValue[];
  options?: WebhookOption[];
  /** Body of the sample request that the Console offers; `{eventId}` and `{now}` (Unix seconds) are filled. */
  sampleBody?: string;
}

export const basicAuth = (options: VerificationTable["basic"]): Verification => ({ verify: "basic", ...options });
export const signature = (options: VerificationTable["signature"]): Verification => ({
  verify: "signature",
  ...options,
});
export const signatureVersions = (options: VerificationTable["signatureVersions"]): Verification => ({
  verify: "signatureVersions",
  ...options,
});
export const jwtOrHmac = (options: VerificationTable["jwtOrHmac"]): Verification => ({
  verify: "jwtOrHmac",
  ...options,
});
