import { defineSystem, secret, text } from "credenza/define";

/** Signs the notifications that leave through an outgoing webhook. */
export default defineSystem({
  id: "webhook",
  name: "Outgoing webhook",
  category: "Notifications",
  color: "#0f766e",
  order: 30,
  summary: "Signs the notifications that you send to a URL of your own, so that the receiver can trust them.",
  basis: {
    comparedWith: ["standardwebhooks"],
    unconfirmed: ["The m3ter signature is our own definition: the hosted product publishes none."],
  },
  destinations: { WEBHOOK: { name: "Webhook", direction: "signing" } },
  credentialTypes: {
    M3TER_SIGNED_REQUEST: {
      name: "m3ter signed request",
      summary:
        "HMAC-SHA256 over key, message id, time and body, and Standard Webhooks headers made with the same secret.",
      default: true,
      signing: true,
      fields: {
        apiKey: text({
          label: "API key",
          help: "Travels in each request, so that the receiver knows which secret to check with. It is not secret.",
          pattern: "^[\\x21-\\x7e]+$",
          patternMessage: "Use letters, digits and signs, without spaces.",
          maxLength: 200,
        }),
        secret: secret({
          label: "Secret",
          help: "Make one up: 32 random characters. Standard Webhooks libraries want 24 to 64 bytes.",
          minLength: 16,
          warnings: [
            {
              pattern: "^.{0,23}$",
              message: "Receivers that use a Standard Webhooks library want at least 24 characters.",
            },
            {
              pattern: "^.{65,}$",
              message: "Receivers that use a Standard Webhooks library want at most 64 characters.",
            },
          ],
        }),
      },
      examples: {
        fields: { apiKey: "acc_4f1d2a", secret: "m3ter_secret_0123456789abcdef" },
        refused: [
          { fields: { apiKey: "acc_4f1d2a", secret: "short" }, field: "secret" },
          { fields: { apiKey: "with space", secret: "m3ter_secret_0123456789abcdef" }, field: "apiKey" },
        ],
      },
    },
  },
});
