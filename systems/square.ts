import { bearer, defineSystem, hmacWebhook, incoming, key, outgoing, sandbox } from "credenza/define";

export default defineSystem({
  id: "square",
  name: "Square",
  category: "Payments",
  color: "#3e4348",
  summary: "Payments, orders, customers and invoices of a Square seller.",
  website: "https://squareup.com",
  limits: "Square publishes none; 429 RATE_LIMITED beyond.",
  notes: [
    "Square-Version is the one that the application is pinned to in the Developer Console unless the caller gives another.",
  ],
  basis: {
    comparedWith: ["square", "the published HMAC example"],
    readIn: [
      "401 and 403 with their codes, such as ACCESS_TOKEN_EXPIRED and INSUFFICIENT_SCOPES (developer.squareup.com/reference/square)",
      "That no limits are published (docs.databricks.com/aws/en/ingestion/lakeflow-connect/square-troubleshoot)",
      "That a personal token needs no scopes (developer.squareup.com/forums)",
    ],
    unconfirmed: [],
  },
  destinations: {
    SQUARE: outgoing("Square", "https://connect.squareup.com"),
    SQUARE_SANDBOX: sandbox("Square sandbox", "https://connect.squareupsandbox.com"),
    SQUARE_WEBHOOK: incoming("Square webhooks"),
  },
  credentialTypes: {
    SQUARE_ACCESS_TOKEN: {
      name: "Square access token",
      summary: "The personal access token of an application in your own Square account.",
      default: true,
      fields: {
        accessToken: key({
          label: "Access token",
          help: "Developer Console > the application > Credentials. Switch between Sandbox and Production at the top.",
          link: { label: "Square Developer Console", href: "https://developer.squareup.com/apps" },
          placeholder: "EAAA…",
        }),
      },
      scopes: { nothingToChoose: "a personal access token may do everything in its account" },
      authorize: bearer({ token: "{accessToken}" }),
      test: { path: "/v2/merchants/me" },
      examples: {
        fields: { accessToken: "EAAAexampleEAAAexampleEAAA" },
        authorized: {
          url: "https://connect.squareup.com/v2/merchants/me",
          headers: { authorization: "Bearer EAAAexampleEAAAexampleEAAA" },
        },
        answers: [
          {
            status: 401,
            body: { errors: [{ category: "AUTHENTICATION_ERROR", code: "UNAUTHORIZED" }] },
            verdict: "wrong_key",
          },
        ],
      },
    },
    SQUARE_SIGNATURE_KEY: hmacWebhook({
      name: "Square signature key",
      summary: "The signature key of a webhook subscription. The URL is signed too, as Square has it.",
      secret: { label: "Signature key", help: "Developer Console > Webhooks > Subscriptions > the subscription." },
      encoding: "base64",
      signed: "{url}{body}",
      header: "x-square-hmacsha256-signature",
      eventId: [{ bodyPath: "event_id" }],
      eventType: [{ bodyPath: "type" }],
      sampleBody: '{"event_id":"{eventId}","type":"sample"}',
      examples: [
        {
          name: "published in the documentation",
          secret: "asdf1234",
          signature: "2kRE5qRU2tR+tBGlDwMEw2avJ7QM4ikPYD/PJ3bd9Og=",
          body: '{"hello":"world"}',
          url: "https://example.com/webhook",
        },
      ],
    }),
  },
});
