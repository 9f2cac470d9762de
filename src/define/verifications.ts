/**
 * How an incoming request is verified, as data. Templates over the request and the credential's fields:
 * `{body}` raw bytes, `{method}`, `{url}` the public URL as signed, `{timestamp}`, `{id}`, and any credential field.
 * The mechanism of each is one file in `webhooks/incoming/verifiers/`.
 */
export interface Mac {
  /** `hmac` keyed by `key`; `hash` is a bare digest of the signed bytes (only HubSpot v1 and v2). */
  kind: "hmac" | "hash";
  hash: "sha1" | "sha256" | "sha384" | "sha512";
  encoding: "hex" | "base64";
  /** Template of the key, used as UTF-8 bytes. */
  key?: string;
  /** Template of the signed bytes. */
  signed: string;
}

export interface SignatureHeader {
  header: string;
  /** `plain`: the value is the signature. `list`: `k=v` pairs between commas or semicolons, as Stripe and Paddle send. */
  format: "plain" | "list";
  /** Keys of a list whose values are signatures, e.g. ["v1"]. */
  signatureKeys?: string[];
  /** Key of a list that holds the timestamp, e.g. "t". */
  timestampKey?: string;
  /** Several signatures between this separator; any may match. */
  separator?: string;
  /** Only values with this prefix count, e.g. "v1=". It is removed. */
  prefix?: string;
}

export interface SignatureRule {
  mac: Mac;
  signature: SignatureHeader;
  timestamp?: { header?: string; unit: "seconds" | "milliseconds" };
  /** Further headers that the signed template names, e.g. { id: "X-M3ter-Id" }. */
  parameters?: Record<string, string>;
  /** Header values that must equal a template of the credential, compared in constant time. */
  equals?: { header: string; value: string }[];
  /** Percent-encoded characters that the vendor decodes in the URL before signing. */
  decodeInUrl?: string;
}

export interface VerificationTable {
  basic: { username: string; password: string };
  signature: SignatureRule;
  /** The first version that the webhook allows and the request carries; `default` are allowed unless the webhook says otherwise. */
  signatureVersions: { option: string; versions: Record<string, SignatureRule>; default: string[] };
  /** A bearer JWT signed with the template `key`, or an HMAC of the raw body in the header that the webhook's option names. */
  jwtOrHmac: {
    key: string;
    algorithms: string[];
    headerOption: string;
    hash: "sha256";
    encodings: ("hex" | "base64")[];
  };
}

export type VerificationName = keyof VerificationTable;
export type Verification = { [K in VerificationName]: { verify: K } & VerificationTable[K] }[VerificationName];

export interface IncomingWebhookRules {
  verification: Verification;
  /** Seconds that a signed timestamp may be away from now, in either direction. 300 unless said. */
  windowSeconds?: number;
  /** Where the provider's event id and type are; the first that is present counts. Without one, the body's digest stands in. */
  eventId?: { header?: string; bodyPath?: string }[];
  eventType?: { header?: string; bodyPath?: string }[];
  /** Settings of a webhook with this type of credential. */
  options?: string[];
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
