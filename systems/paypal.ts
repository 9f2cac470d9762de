import { defineSystem, key, oauthClientCredentials, text } from "credenza/define";

const where = "developer.paypal.com > Apps & Credentials > the app.";

export default defineSystem({
  id: "paypal",
  name: "PayPal",
  category: "Payments",
  color: "#003087",
  order: 30,
  summary: "Orders, payments and payouts of a PayPal business account.",
  website: "https://www.paypal.com",
  destinations: {
    PAYPAL: { name: "PayPal", direction: "outgoing", baseUrl: "https://api-m.paypal.com" },
    PAYPAL_SANDBOX: {
      name: "PayPal sandbox",
      direction: "outgoing",
      mode: "test",
      baseUrl: "https://api-m.sandbox.paypal.com",
    },
  },
  credentialTypes: {
    PAYPAL_REST_APP: {
      name: "PayPal REST app",
      summary: "The client id and secret of a REST API app. Sandbox and live have different ones.",
      default: true,
      keyName: "client",
      fields: {
        clientId: text({ label: "Client id", help: where, pattern: "^[^\\s:]+$", maxLength: 300 }),
        clientSecret: key({ label: "Client secret", help: where, maxLength: 2000 }),
      },
      authorize: oauthClientCredentials({ tokenUrl: "/v1/oauth2/token" }),
      test: { path: "/v1/notifications/webhooks" },
      examples: {
        fields: { clientId: "client-id-example", clientSecret: "client-secret-example" },
        refused: [{ fields: { clientId: "a:b" }, field: "clientId" }],
      },
    },
  },
});
