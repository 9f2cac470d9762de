import { basic, defineSystem, key, select } from "credenza/define";

export default defineSystem({
  id: "mailgun",
  name: "Mailgun",
  category: "Messaging",
  color: "#c02428",
  summary: "Sending of mail, domains and suppressions of a Mailgun account.",
  website: "https://www.mailgun.com",
  keywords: ["mail"],
  notes: ["Mailgun refuses a key with plain text, so only the status decides; the wrong region refuses every key."],
  destinations: {
    MAILGUN: {
      name: "Mailgun",
      direction: "outgoing",
      baseUrl: { field: "region", urls: { us: "https://api.mailgun.net", eu: "https://api.eu.mailgun.net" } },
    },
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
          options: [
            { value: "us", label: "United States" },
            { value: "eu", label: "Europe" },
          ],
          defaultValue: "us",
        }),
      },
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
          path: "/v4/domains?limit=1",
          url: "https://api.eu.mailgun.net/v4/domains?limit=1",
          headers: { authorization: "Basic YXBpOmtleS0wMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZg==" },
        },
        answers: [{ status: 401, body: "Forbidden", verdict: "wrong_key" }],
      },
    },
  },
});
