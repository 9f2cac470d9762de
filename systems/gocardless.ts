import { bearer, defineSystem, hmacWebhook, incoming, key, outgoing, sandbox } from "credenza/define";

export default defineSystem({
  id: "gocardless",
  name: "GoCardless",
  category: "Payments",
  color: "#1c1b4d",
  summary: "Bank debits: customers, mandates, payments and payouts.",
  website: "https://gocardless.com",
  limits: "1,000 calls a minute.",
  rateLimit: { limit: "RateLimit-Limit", remaining: "RateLimit-Remaining", reset: "RateLimit-Reset" },
  notes: [
    "The optional signing of requests (Gc-Signature) is not made.",
    "Sign-in of partners with OAuth is not part of this type.",
  ],
  basis: { comparedWith: ["gocardless-nodejs"], unconfirmed: ["The form of the rate limit headers is not confirmed."] },
  destinations: {
    GOCARDLESS: outgoing("GoCardless", "https://api.gocardless.com"),
    GOCARDLESS_SANDBOX: sandbox("GoCardless sandbox", "https://api-sandbox.gocardless.com"),
    GOCARDLESS_WEBHOOK: incoming("GoCardless webhooks"),
  },
  credentialTypes: {
    GOCARDLESS_ACCESS_TOKEN: {
      name: "GoCardless access token",
      summary: "An access token of your GoCardless account, read-only or read-write.",
      default: true,
      fields: {
        accessToken: key({
          label: "Access token",
          help: "Developers > Create > Access token. The sandbox has its own dashboard and its own tokens.",
          link: { label: "GoCardless: access tokens", href: "https://manage.gocardless.com/developers" },
          placeholder: "sandbox_…",
          warnings: [
            {
              pattern: "^sandbox_",
              message: "This is a sandbox token. Choose the destination GoCardless sandbox.",
              destinations: ["GOCARDLESS"],
            },
            {
              pattern: "^live_",
              message: "This is a live token, and the destination is the sandbox.",
              destinations: ["GOCARDLESS_SANDBOX"],
            },
          ],
          recognise: [{ pattern: "^sandbox_", destination: "GOCARDLESS_SANDBOX" }],
        }),
      },
      scopes: ["a read-only token, read-write to make payments"],
      authorize: bearer({ token: "{accessToken}" }),
      headers: { "GoCardless-Version": "2015-07-06" },
      test: { path: "/creditors?limit=1" },
      examples: {
        fields: { accessToken: "sandbox_0aBcD1eFgH2iJkL3mNoP4" },
        authorized: {
          url: "https://api.gocardless.com/creditors?limit=1",
          headers: { authorization: "Bearer sandbox_0aBcD1eFgH2iJkL3mNoP4", "gocardless-version": "2015-07-06" },
        },
        answers: [
          {
            status: 401,
            body: {
              error: {
                message: "Unauthorized",
                type: "invalid_api_usage",
                code: 401,
                errors: [{ reason: "unauthorized" }],
              },
            },
            verdict: "wrong_key",
          },
        ],
      },
    },
    GOCARDLESS_WEBHOOK_SECRET: hmacWebhook({
      name: "GoCardless webhook secret",
      summary: "The secret of a webhook endpoint.",
      secret: { label: "Secret", help: "Developers > Webhook endpoints > the endpoint > Secret." },
      encoding: "hex",
      header: "Webhook-Signature",
      eventId: [{ bodyPath: "meta.webhook_id" }],
      eventType: [{ bodyPath: "events.0.resource_type" }],
      sampleBody: '{"events":[],"meta":{"webhook_id":"WB{eventId}"}}',
      examples: [
        {
          name: "of the vendor's own tests",
          secret: "ED7D658C-D8EB-4941-948B-3973214F2D49",
          signature: "2693754819d3e32d7e8fcb13c729631f316c6de8dc1cf634d6527f1c07276e7e",
          body: '{"events":[{"id":"EV00BD05S5VM2T","created_at":"2018-07-05T09:13:51.404Z","resource_type":"subscriptions","action":"created","links":{"subscription":"SB0003JJQ2MR06"},"details":{"origin":"api","cause":"subscription_created","description":"Subscription created via the API."},"metadata":{}},{"id":"EV00BD05TB8K63","created_at":"2018-07-05T09:13:56.893Z","resource_type":"mandates","action":"created","links":{"mandate":"MD000AMA19XGEC"},"details":{"origin":"api","cause":"mandate_created","description":"Mandate created via the API."},"metadata":{}}]}',
        },
      ],
    }),
  },
});
