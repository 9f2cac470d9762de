import { basic, bodySignature, defineSystem, incoming, key, outgoing, secret, select } from "credenza/define";

export default defineSystem({
  id: "mailgun",
  name: "Mailgun",
  category: "Messaging",
  color: "#c02428",
  summary: "Sending of mail, domains and suppressions of a Mailgun account.",
  website: "https://www.mailgun.com",
  keywords: ["mail"],
  limits: "Mailgun publishes no number; a 429 goes back to the caller with its Retry-After.",
  notes: ["Mailgun refuses a key with plain text, so only the status decides; the wrong region refuses every key."],
  basis: {
    readIn: [
      "Both regions, the user name api, and 401 or 403 for refusals (documentation.mailgun.com/docs/mailgun)",
      "Account keys, their roles, and sending keys (documentation.mailgun.com/docs/mailgun/user-manual/api-key-mgmt/rbac-mgmt)",
    ],
    unconfirmed: [
      "Mailgun publishes no example of a signature; the one in the tests is computed by its rule.",
      "The test call is written from general knowledge.",
      "How long Mailgun repeats a message with the same token is not confirmed.",
      "That no number of calls is published is general knowledge.",
    ],
  },
  destinations: {
    MAILGUN: outgoing("Mailgun", {
      field: "region",
      urls: { us: "https://api.mailgun.net", eu: "https://api.eu.mailgun.net" },
    }),
    MAILGUN_WEBHOOK: incoming("Mailgun webhooks"),
  },
  credentialTypes: {
    MAILGUN_API_KEY: {
      name: "Mailgun API key",
      summary: "A private API key of the account.",
      default: true,
      fields: {
        apiKey: key({
          label: "API key",
          help: "Account > API Security > Mailgun API keys.",
          link: { label: "Mailgun: API keys", href: "https://app.mailgun.com/settings/api_security" },
          recognise: [{ pattern: "^key-[0-9a-f]{32}$" }],
        }),
        region: select({
          label: "Region",
          help: "Where your domains are.",
          options: { us: "United States", eu: "Europe" },
          defaultValue: "us",
        }),
      },
      scopes: ["an account key whose role may read domains; a sending key may only send"],
      authorize: basic({ username: "api", password: "{apiKey}" }),
      test: {
        path: "/v4/domains?limit=1",
        say: {
          wrong_key: "Mailgun refuses this API key. It may be deleted, or your account may be in the other region.",
        },
      },
      examples: {
        fields: { apiKey: "key-0123456789abcdef0123456789abcdef", region: "eu" },
        authorized: {
          url: "https://api.eu.mailgun.net/v4/domains?limit=1",
          headers: { authorization: "Basic YXBpOmtleS0wMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZg==" },
        },
        answers: [{ status: 401, body: "Forbidden", verdict: "wrong_key" }],
      },
    },
    MAILGUN_SIGNING_KEY: {
      name: "Mailgun webhook signing key",
      summary: "Signs a timestamp and a token in the body. The rest of the body is vouched for by TLS alone.",
      fields: {
        secret: secret({
          label: "HTTP webhook signing key",
          help: "Settings > API security > HTTP webhook signing key.",
        }),
      },
      incoming: {
        verification: bodySignature({
          signature: "signature.signature",
          mac: { hash: "sha256", encoding: "hex", key: "{secret}", signed: "{time}{token}" },
          paths: { time: "signature.timestamp", token: "signature.token" },
          timestamp: { path: "signature.timestamp" },
        }),
        options: ["windowSeconds"],
        eventId: [{ bodyPath: "signature.token" }],
        eventType: [{ bodyPath: "event-data.event" }],
      },
      examples: {
        fields: { secret: "test_secret_0001" },
        webhooks: [
          {
            name: "computed",
            fields: { secret: "test_secret_0001" },
            headers: {},
            body: '{"signature":{"timestamp":"1700000000","token":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","signature":"140c2c4e3905a851a120676347ffa22d6456dfbccd22d6ae68a56f782c5af394"},"event-data":{"event":"delivered"}}',
            at: 1700000000000,
            bodyIsNotSigned: true,
          },
        ],
      },
    },
  },
});
