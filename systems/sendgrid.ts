import { bearer, defineSystem, key, outgoing, select } from "credenza/define";

export default defineSystem({
  id: "sendgrid",
  name: "SendGrid",
  category: "Messaging",
  color: "#1a82e2",
  summary: "Sending of mail, templates and suppressions of a SendGrid account.",
  website: "https://sendgrid.com",
  keywords: ["Twilio SendGrid", "mail"],
  limits: "For each endpoint, in a window that the headers of its answers tell.",
  rateLimit: { limit: "X-RateLimit-Limit", remaining: "X-RateLimit-Remaining", reset: "X-RateLimit-Reset" },
  basis: {
    readIn: [
      "The list of scopes as test, and the host of regional subusers (twilio.com/docs/sendgrid/api-reference)",
      "Limits and their headers (twilio.com/docs/sendgrid/api-reference/how-to-use-the-sendgrid-v3-api/rate-limits)",
    ],
    unconfirmed: ["The bodies of refusals are not confirmed; the verdict goes by the status."],
  },
  destinations: {
    SENDGRID: outgoing("SendGrid", {
      field: "region",
      urls: { global: "https://api.sendgrid.com", eu: "https://api.eu.sendgrid.com" },
    }),
  },
  credentialTypes: {
    SENDGRID_API_KEY: {
      name: "SendGrid API key",
      summary: "An API key; one with restricted access may do only what you tick.",
      default: true,
      fields: {
        apiKey: key({
          label: "API key",
          help: "Settings > API Keys. SendGrid shows it once.",
          link: { label: "SendGrid: API keys", href: "https://app.sendgrid.com/settings/api_keys" },
          placeholder: "SG.…",
          recognise: [{ pattern: "^SG\\." }],
        }),
        region: select({
          label: "Region",
          help: "Global, unless the key belongs to a subuser that is pinned to Europe.",
          options: { global: "Global", eu: "Europe" },
          defaultValue: "global",
        }),
      },
      scopes: ["Mail Send for sending; any scope for the test"],
      authorize: bearer({ token: "{apiKey}" }),
      test: { path: "/v3/scopes" },
      examples: {
        fields: { apiKey: "SG.example.example", region: "global" },
        authorized: {
          url: "https://api.sendgrid.com/v3/scopes",
          headers: { authorization: "Bearer SG.example.example" },
        },
      },
    },
  },
});
