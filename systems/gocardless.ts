import { bearer, defineSystem, key } from "credenza/define";

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
  destinations: {
    GOCARDLESS: { name: "GoCardless", direction: "outgoing", baseUrl: "https://api.gocardless.com" },
    GOCARDLESS_SANDBOX: {
      name: "GoCardless sandbox",
      direction: "outgoing",
      mode: "test",
      baseUrl: "https://api-sandbox.gocardless.com",
    },
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
          path: "/creditors?limit=1",
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
  },
});
