import { defineSystem, incoming, secret, signature, text } from "credenza/define";

/** Headers are the same but for the beginning of their names. */
const rule = (name: "webhook" | "svix") =>
  ({
    timestamp: { header: `${name}-timestamp`, unit: "seconds" },
    parameters: { id: { header: `${name}-id`, pattern: "^[\\w-]{1,200}$" } },
  }) as const;
const header = (name: "webhook" | "svix") =>
  ({ header: `${name}-signature`, format: "plain", separator: " " }) as const;
const sharedSecret = secret({
  label: "Secret",
  placeholder: "whsec_…",
  pattern: "^whsec_[A-Za-z0-9+/]{16,}={0,2}$",
  patternMessage: "A secret begins with whsec_ and goes on in base64.",
});
const rules = (name: "webhook" | "svix") => ({
  verification: signature({
    ...rule(name),
    mac: {
      kind: "hmac",
      hash: "sha256",
      encoding: "base64",
      key: "{secret}",
      keyEncoding: "prefixedBase64",
      signed: "{id}.{timestamp}.{body}",
    },
    signature: { ...header(name), prefix: "v1," },
  }),
  options: ["windowSeconds" as const],
  eventId: [{ header: `${name}-id` }],
  eventType: [{ bodyPath: "type" }],
  sampleBody: '{"type":"sample","data":{}}',
});
const published = (name: "webhook" | "svix") => ({
  name: "of the library's own tests",
  fields: { secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" },
  headers: {
    [`${name}-id`]: "msg_p5jXN8AQM9LWM0D4loKWxJek",
    [`${name}-timestamp`]: "1614265330",
    [`${name}-signature`]: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  },
  body: '{"test": 2432232314}',
  at: 1_614_265_330_000,
});
const examples = (name: "webhook" | "svix") => ({
  fields: { secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" },
  refused: [{ fields: { secret: "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" }, field: "secret" }],
  webhooks: [published(name)],
});

export default defineSystem({
  id: "standard-webhooks",
  name: "Standard Webhooks",
  category: "Any system",
  color: "#0f766e",
  order: 202,
  summary: "Whoever signs as standardwebhooks.com says, Svix among them.",
  website: "https://www.standardwebhooks.com",
  keywords: ["Svix", "whsec"],
  basis: { comparedWith: ["standardwebhooks", "svix"], unconfirmed: [] },
  destinations: { STANDARD_WEBHOOKS: incoming("Standard Webhooks") },
  credentialTypes: {
    STANDARD_WEBHOOKS_SECRET: {
      name: "Standard Webhooks secret",
      summary: "A shared secret that begins with whsec_.",
      default: true,
      fields: { secret: sharedSecret },
      incoming: rules("webhook"),
      examples: examples("webhook"),
    },
    SVIX_SECRET: {
      name: "Svix secret",
      summary: "The same rule with the headers that begin with svix-, as Clerk, Resend and other senders use.",
      fields: { secret: sharedSecret },
      incoming: rules("svix"),
      examples: examples("svix"),
    },
    STANDARD_WEBHOOKS_PUBLIC_KEY: {
      name: "Standard Webhooks public key",
      summary: "A public key that begins with whpk_; the sender signs with Ed25519.",
      fields: {
        publicKey: text({
          label: "Public key",
          placeholder: "whpk_…",
          pattern: "^whpk_[A-Za-z0-9+/]{43}=$",
          patternMessage: "A public key begins with whpk_ and goes on with 44 characters of base64.",
        }),
      },
      incoming: {
        verification: signature({
          ...rule("webhook"),
          mac: {
            kind: "ed25519",
            hash: "sha256",
            encoding: "base64",
            key: "{publicKey}",
            keyEncoding: "prefixedBase64",
            signed: "{id}.{timestamp}.{body}",
          },
          signature: { ...header("webhook"), prefix: "v1a," },
        }),
        options: ["windowSeconds"],
        eventId: [{ header: "webhook-id" }],
        eventType: [{ bodyPath: "type" }],
      },
      examples: { fields: { publicKey: "whpk_JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=" } },
    },
  },
});
