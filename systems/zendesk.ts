import { basic, defineSystem, hmacWebhook, hostLabel, incoming, key, outgoing, text } from "credenza/define";

export default defineSystem({
  id: "zendesk",
  name: "Zendesk",
  category: "Support",
  color: "#17494d",
  summary: "Tickets, users and organizations of your Zendesk.",
  website: "https://www.zendesk.com",
  limits: "200 to 2,500 calls a minute, by plan.",
  rateLimit: { limit: "X-Rate-Limit", remaining: "X-Rate-Limit-Remaining" },
  notes: ["The current user answers 200 even to nobody, so the test reads the account's settings."],
  basis: {
    unconfirmed: [
      "Zendesk publishes no example of a signature; the one in the tests is computed by its rule.",
      "How far the signed time may be away is our choice; whether a retry renews it is not confirmed.",
      "The test call's refusals are written from general knowledge.",
      "The role of the test call is general knowledge.",
    ],
  },
  destinations: {
    ZENDESK: outgoing("Zendesk", "https://{subdomain}.zendesk.com/api/v2"),
    ZENDESK_WEBHOOK: incoming("Zendesk webhooks"),
  },
  credentialTypes: {
    ZENDESK_API_TOKEN: {
      name: "Zendesk API token",
      summary: "An API token, used as the agent whose email address you give.",
      default: true,
      fields: {
        apiToken: key({
          label: "API token",
          help: "Admin Center > Apps and integrations > APIs > API tokens. Zendesk shows it once.",
          link: { label: "Zendesk: API tokens", href: "https://support.zendesk.com/hc/en-us/articles/4408889192858" },
        }),
        email: text({
          label: "Email",
          help: "Of a verified agent or administrator. Calls are made in this person's name.",
          placeholder: "ada@example.com",
          pattern: "^[^\\s:@/]+@[^\\s:@/]+$",
          patternMessage: "Enter the email address alone, without /token.",
        }),
        subdomain: hostLabel({
          label: "Subdomain",
          help: "The name before .zendesk.com.",
          placeholder: "acme",
          patternMessage: "Enter only the name before .zendesk.com, such as acme.",
        }),
      },
      scopes: ["a person who is an agent for the test, with the role of what you call"],
      authorize: basic({ username: "{email}/token", password: "{apiToken}" }),
      test: { path: "/account/settings.json" },
      examples: {
        fields: { apiToken: "6wiIBWbGkBMo1mRDMuVwkw1EPsNkeUj95PIz2akv", email: "ada@example.com", subdomain: "acme" },
        refused: [
          { fields: { email: "ada@example.com/token" }, field: "email" },
          { fields: { subdomain: "acme.zendesk.com" }, field: "subdomain" },
        ],
        authorized: {
          url: "https://acme.zendesk.com/api/v2/account/settings.json",
          headers: {
            authorization: "Basic YWRhQGV4YW1wbGUuY29tL3Rva2VuOjZ3aUlCV2JHa0JNbzFtUkRNdVZ3a3cxRVBzTmtlVWo5NVBJejJha3Y=",
          },
        },
        answers: [{ status: 401, body: { error: "Couldn't authenticate you" }, verdict: "wrong_key" }],
      },
    },
    ZENDESK_SIGNING_SECRET: hmacWebhook({
      name: "Zendesk signing secret",
      summary: "The signing secret of a webhook.",
      secret: {
        label: "Signing secret",
        help: "Admin Center > Apps and integrations > Webhooks > the webhook > Reveal secret.",
      },
      encoding: "base64",
      signed: "{timestamp}{body}",
      header: "X-Zendesk-Webhook-Signature",
      timestamp: { header: "X-Zendesk-Webhook-Signature-Timestamp", unit: "iso" },
      eventId: [{ header: "X-Zendesk-Webhook-Invocation-Id" }],
      eventType: [{ bodyPath: "type" }],
      sampleBody: '{"id":"{eventId}","type":"sample"}',
      examples: [
        {
          signature: "p8OK/Rglo+txTFSJLsmd43Sor9HskqZKhphJ9+7VwQA=",
          headers: { "X-Zendesk-Webhook-Signature-Timestamp": "2026-01-02T03:04:05Z" },
          at: 1767323045000,
        },
      ],
    }),
  },
});
