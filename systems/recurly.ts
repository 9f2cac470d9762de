import { basic, defineSystem, hmacWebhook, incoming, key, outgoing, select } from "credenza/define";

export default defineSystem({
  id: "recurly",
  name: "Recurly",
  category: "Billing",
  color: "#5b2a86",
  summary: "Subscriptions, accounts and invoices of your Recurly site.",
  website: "https://recurly.com",
  limits: "1,000 reads a minute on a live site and 400 calls a minute on a sandbox.",
  rateLimit: { limit: "X-RateLimit-Limit", remaining: "X-RateLimit-Remaining", reset: "X-RateLimit-Reset" },
  notes: ["The version of the API travels in Accept; the version sent is v2021-02-25 unless the caller names another."],
  basis: {
    comparedWith: ["recurly"],
    readIn: [
      "The header of signed JSON webhooks and its time in milliseconds (docs.recurly.com/recurly-subscriptions/docs)",
    ],
    unconfirmed: [
      "Recurly publishes no example of a signature; the one in the tests is computed by its rule.",
      "XML webhooks are not signed and not offered.",
    ],
  },
  destinations: {
    RECURLY: outgoing("Recurly", {
      field: "region",
      urls: { us: "https://v3.recurly.com", eu: "https://v3.eu.recurly.com" },
    }),
    RECURLY_WEBHOOK: incoming("Recurly webhooks"),
  },
  credentialTypes: {
    RECURLY_API_KEY: {
      name: "Recurly private API key",
      summary: "A private API key of one Recurly site. Sandbox and live sites have keys of their own.",
      default: true,
      fields: {
        apiKey: key({
          label: "Private API key",
          help: "Integrations > API Credentials. A public key, for the browser, does not work here.",
          link: { label: "Recurly: API keys", href: "https://docs.recurly.com/recurly-subscriptions/docs/api-keys" },
        }),
        region: select({
          label: "Region",
          help: "Where your site was made. European sites sign in at app.eu.recurly.com.",
          options: { us: "United States", eu: "Europe" },
          defaultValue: "us",
        }),
      },
      scopes: ["a private key, read-only for reading"],
      authorize: basic({ username: "{apiKey}", password: "" }),
      headers: { Accept: "application/vnd.recurly.v2021-02-25" },
      test: { path: "/sites?limit=1" },
      examples: {
        fields: { apiKey: "4d5e6f708192a3b4c5d6e7f8091a2b3c", region: "eu" },
        refused: [{ fields: { region: "mars" }, field: "region" }],
        authorized: {
          url: "https://v3.eu.recurly.com/sites?limit=1",
          headers: {
            authorization: "Basic NGQ1ZTZmNzA4MTkyYTNiNGM1ZDZlN2Y4MDkxYTJiM2M6",
            accept: "application/vnd.recurly.v2021-02-25",
          },
        },
      },
    },
    RECURLY_WEBHOOK_KEY: hmacWebhook({
      name: "Recurly webhook key",
      summary: "The secret key of a webhook endpoint that sends JSON. Two keys count while one is changed.",
      secret: {
        label: "Secret key",
        help: "Integrations > Webhooks > the endpoint. Each endpoint has a key of its own.",
      },
      encoding: "hex",
      signed: "{timestamp}.{body}",
      header: { header: "recurly-signature", format: "timeFirst" },
      timestamp: { unit: "milliseconds" },
      eventType: [{ bodyPath: "event_type" }],
      sampleBody: '{"id":"{eventId}","object_type":"account","event_type":"sample"}',
      examples: [
        {
          signature: "1700000000000,e0a16d196ef1be496d3008d5084ee82fae25bc82ae0d951e1a12deea6384854b",
          at: 1700000000000,
        },
      ],
    }),
  },
});
