import { type FieldOptions, secret } from "./fields.ts";
import type { SystemDeclaration, WebhookExample } from "./system.ts";
import {
  type IncomingWebhookRules,
  type Mac,
  type SignatureHeader,
  type SignatureRule,
  signature,
} from "./verifications.ts";

type TypeDeclaration = SystemDeclaration["credentialTypes"][string];

/** A signed request that must be accepted. */
interface SignedExample extends Pick<WebhookExample, "url" | "at"> {
  /** "computed" unless said. */
  name?: string;
  /** "test_secret_0001" unless said. */
  secret?: string;
  /** Value of the signature's header. */
  signature: string;
  /** Further headers. */
  headers?: Record<string, string>;
  body?: string;
}

interface HmacWebhook
  extends Pick<IncomingWebhookRules, "handshake" | "answer" | "windowSeconds" | "eventId" | "eventType" | "sampleBody">,
    Pick<SignatureRule, "timestamp" | "parameters">,
    Partial<Pick<Mac, "hash" | "keyEncoding" | "signed">> {
  name: string;
  summary: string;
  /** Of the field `secret`. */
  secret: FieldOptions;
  encoding: Mac["encoding"];
  /** By its name alone when it holds nothing but the signature. */
  header: string | SignatureHeader;
  examples: [SignedExample, ...SignedExample[]];
}

const usual = { secret: "test_secret_0001", body: '{"hello":"wörld","n":1.0}' };

/**
 * The credential type of a sender that signs with one secret: HMAC-SHA256 of the raw body unless it says otherwise. Where
 * it signs its time, a webhook may set the window.
 */
export function hmacWebhook(options: HmacWebhook): TypeDeclaration {
  const { name, summary, secret: field, encoding, hash = "sha256", keyEncoding, signed = "{body}" } = options;
  const { timestamp, parameters, handshake, answer, windowSeconds, eventId, eventType, sampleBody, examples } = options;
  const header: SignatureHeader =
    typeof options.header === "string" ? { header: options.header, format: "plain" } : options.header;
  const mac: Mac = { kind: "hmac", hash, encoding, key: "{secret}", signed, ...given({ keyEncoding }) };
  return {
    name,
    summary,
    fields: { secret: secret(field) },
    incoming: {
      verification: signature({ mac, signature: header, ...given({ timestamp, parameters }) }),
      ...(timestamp ? { options: ["windowSeconds"] } : {}),
      ...given({ handshake, answer, windowSeconds, eventId, eventType, sampleBody }),
    },
    examples: {
      fields: { secret: examples[0].secret ?? usual.secret },
      webhooks: examples.map(
        ({ name: origin = "computed", secret: made = usual.secret, body = usual.body, ...one }) => ({
          name: origin,
          fields: { secret: made },
          headers: { ...one.headers, [header.header]: one.signature },
          body,
          ...given({ url: one.url, at: one.at }),
        }),
      ),
    },
  };
}

/** What is there of it. */
const given = <T extends object>(all: T): { [K in keyof T]?: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
