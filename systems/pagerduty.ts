import { bearer, defineSystem, key, outgoing, select } from "credenza/define";

export default defineSystem({
  id: "pagerduty",
  name: "PagerDuty",
  category: "Incidents and monitoring",
  color: "#048a24",
  summary: "Incidents, services and schedules of PagerDuty.",
  website: "https://www.pagerduty.com",
  limits: "960 calls a minute for each key.",
  rateLimit: { limit: "ratelimit-limit", remaining: "ratelimit-remaining", reset: "ratelimit-reset" },
  notes: ["The Events API takes a routing key in the body instead; its host is reached by a full URL."],
  basis: {
    readIn: [
      "The host of the REST API (github.com/PagerDuty/developer-docs)",
      "Kinds of REST API keys (support.pagerduty.com/docs)",
    ],
    unconfirmed: [
      "The test call and the form of a refusal are written from general knowledge; the word Token before token= was read with third parties.",
    ],
  },
  destinations: {
    PAGERDUTY: outgoing(
      "PagerDuty",
      { field: "region", urls: { us: "https://api.pagerduty.com", eu: "https://api.eu.pagerduty.com" } },
      { hosts: ["events.pagerduty.com", "events.eu.pagerduty.com"] },
    ),
  },
  credentialTypes: {
    PAGERDUTY_API_KEY: {
      name: "PagerDuty REST API key",
      summary: "A key of the account, or of one user.",
      default: true,
      fields: {
        apiKey: key({
          label: "API key",
          help: "Integrations > API Access Keys, or My Profile > User Settings.",
          link: {
            label: "PagerDuty: API access keys",
            href: "https://support.pagerduty.com/main/docs/api-access-keys",
          },
          placeholder: "u+…",
          recognise: [{ pattern: "^u\\+" }],
        }),
        region: select({
          label: "Service region",
          help: "The address of European accounts ends in .eu.pagerduty.com.",
          options: { us: "United States", eu: "Europe" },
          defaultValue: "us",
        }),
      },
      scopes: ["a read-only key for reading, a full one for writing; a user's key may do what the user may"],
      authorize: bearer({ token: "token={apiKey}", prefix: "Token" }),
      headers: { Accept: "application/vnd.pagerduty+json;version=2" },
      test: { path: "/abilities" },
      examples: {
        fields: { apiKey: "u+exampleexample", region: "us" },
        authorized: {
          url: "https://api.pagerduty.com/abilities",
          headers: {
            authorization: "Token token=u+exampleexample",
            accept: "application/vnd.pagerduty+json;version=2",
          },
        },
      },
    },
  },
});
