import {
  certificate,
  clientId,
  clientSecret,
  defineSystem,
  incoming,
  oauthClientCredentials,
  outgoing,
  sandbox,
  text,
} from "credenza/define";

const where = "developer.paypal.com > Apps & Credentials > the app.";

export default defineSystem({
  id: "paypal",
  name: "PayPal",
  category: "Payments",
  color: "#003087",
  order: 30,
  summary: "Orders, payments and payouts of a PayPal business account.",
  website: "https://www.paypal.com",
  limits: "PayPal publishes none, for they vary; 429 RATE_LIMIT_REACHED beyond.",
  basis: {
    readIn: ["That no limits are published (developer.paypal.com/api/rate-limiting)"],
    unconfirmed: [
      "Names and chain of the signing certificate are those of PayPal's former clients; no certificate of PayPal was seen.",
      "Whether PayPal's certificate comes with its chain is not confirmed: one that comes alone is vouched for by the TLS connection to PayPal's host.",
      "The clock of a message is not checked; its id is taken once.",
      "The bodies of refusals are not confirmed; the verdict goes by the status.",
      "What the app needs is written from general knowledge.",
    ],
  },
  destinations: {
    PAYPAL: outgoing("PayPal", "https://api-m.paypal.com"),
    PAYPAL_SANDBOX: sandbox("PayPal sandbox", "https://api-m.sandbox.paypal.com"),
    PAYPAL_WEBHOOK: incoming("PayPal webhooks"),
  },
  credentialTypes: {
    PAYPAL_REST_APP: {
      name: "PayPal REST app",
      summary: "The client id and secret of a REST API app. Sandbox and live have different ones.",
      default: true,
      keyName: "client",
      fields: {
        clientId: clientId({ help: where }),
        clientSecret: clientSecret({ help: where }),
      },
      scopes: ["the features of the app that you call, such as Invoicing; none for the test"],
      authorize: oauthClientCredentials({ tokenUrl: "/v1/oauth2/token" }),
      test: { path: "/v1/notifications/webhooks" },
      examples: {
        fields: { clientId: "client-id-example", clientSecret: "client-secret-example" },
        refused: [{ fields: { clientId: "a:b" }, field: "clientId" }],
      },
    },
    PAYPAL_WEBHOOK_ID: {
      name: "PayPal webhook id",
      summary:
        "PayPal signs with a certificate that is fetched from its own hosts only; the id of the webhook is signed too.",
      fields: {
        webhookId: text({
          label: "Webhook ID",
          help: "developer.paypal.com > Apps & Credentials > your app > Webhooks.",
          pattern: "^[A-Za-z0-9]{10,40}$",
          patternMessage: "A webhook ID has letters and digits only.",
        }),
      },
      incoming: {
        verification: certificate({
          url: { header: "PAYPAL-CERT-URL" },
          pinned: "^https://api(-m)?(?<mode>\\.sandbox)?\\.paypal\\.com/v1/notifications/certs/[\\w-]+$",
          names: ["messageverificationcerts{mode}.paypal.com"],
          signature: { header: "PAYPAL-TRANSMISSION-SIG" },
          signed: "paypal",
          webhookId: "{webhookId}",
        }),
        eventId: [{ bodyPath: "id" }],
        eventType: [{ bodyPath: "event_type" }],
      },
      examples: { fields: { webhookId: "8PT597110X687430LKGECATA" }, webhooks: [] },
    },
  },
});
