import { defineSystem, secret, signature, text } from "credenza/define";

const rule = {
  timestamp: { header: "webhook-timestamp", unit: "seconds" },
  parameters: { id: { header: "webhook-id", pattern: "^[\\w-]{1,200}$" } },
} as const;
const header = { header: "webhook-signature", format: "plain", separator: " " } as const;

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
  destinations: { STANDARD_WEBHOOKS: { name: "Standard Webhooks", direction: "incoming" } },
  credentialTypes: {
    STANDARD_WEBHOOKS_SECRET: {
      name: "Standard Webhooks secret",
      summary: "A shared secret that begins with whsec_.",
      default: true,
      fields: {
        secret: secret({
          label: "Secret",
          placeholder: "whsec_…",
          pattern: "^whsec_[A-Za-z0-9+/]{16,}={0,2}$",
          patternMessage: "A secret begins with whsec_ and goes on in base64.",
        }),
      },
      incoming: {
        verification: signature({
          ...rule,
          mac: {
            kind: "hmac",
            hash: "sha256",
            encoding: "base64",
            key: "{secret}",
            keyEncoding: "prefixedBase64",
            signed: "{id}.{timestamp}.{body}",
          },
          signature: { ...header, prefix: "v1," },
        }),
        options: ["windowSeconds"],
        eventId: [{ header: "webhook-id" }],
        eventType: [{ bodyPath: "type" }],
        sampleBody: '{"type":"sample","data":{}}',
      },
      examples: {
        fields: { secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" },
        refused: [{ fields: { secret: "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" }, field: "secret" }],
        webhooks: [
          {
            name: "of the library's own tests",
            fields: { secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" },
            headers: {
              "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
              "webhook-timestamp": "1614265330",
              "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            },
            body: '{"test": 2432232314}',
            at: 1_614_265_330_000,
          },
        ],
      },
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
          ...rule,
          mac: {
            kind: "ed25519",
            hash: "sha256",
            encoding: "base64",
            key: "{publicKey}",
            keyEncoding: "prefixedBase64",
            signed: "{id}.{timestamp}.{body}",
          },
          signature: { ...header, prefix: "v1a," },
        }),
        options: ["windowSeconds"],
        eventId: [{ header: "webhook-id" }],
        eventType: [{ bodyPath: "type" }],
      },
      examples: { fields: { publicKey: "whpk_JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=" } },
    },
  },
});
