import { bearer, defineSystem, key, outgoing, select } from "credenza/define";

export default defineSystem({
  id: "opsgenie",
  name: "Opsgenie",
  category: "Incidents and monitoring",
  color: "#2563eb",
  summary: "Alerts of an Opsgenie account.",
  website: "https://www.atlassian.com/software/opsgenie",
  limits: "A bucket of tokens for each kind of call, by plan and number of users; 429 beyond.",
  notes: ["Atlassian ends Opsgenie on 5 April 2027; Jira Service Management takes its place."],
  basis: {
    readIn: ["How calls are limited (docs.opsgenie.com/docs/api-rate-limiting)"],
    unconfirmed: [
      "The test call needs a key that may read alerts or configuration; refusals are written from general knowledge.",
    ],
  },
  destinations: {
    OPSGENIE: outgoing("Opsgenie", {
      field: "region",
      urls: { us: "https://api.opsgenie.com", eu: "https://api.eu.opsgenie.com" },
    }),
  },
  credentialTypes: {
    OPSGENIE_KEY: {
      name: "Opsgenie API key",
      summary: "A key of an API integration, which may read and write alerts.",
      default: true,
      fields: {
        apiKey: key({ label: "API key", help: "Settings > Integrations > API > the integration's key." }),
        region: select({
          label: "Region",
          help: "European accounts sign in at app.eu.opsgenie.com.",
          options: { us: "United States", eu: "Europe" },
          defaultValue: "us",
        }),
      },
      scopes: ["Read Access for the test, Create and Update Access for alerts"],
      authorize: bearer({ token: "{apiKey}", prefix: "GenieKey" }),
      test: {
        path: "/v2/alerts?limit=1",
        outcomes: [{ status: 422, verdict: "wrong_key" }],
        say: {
          wrong_key:
            "Opsgenie refuses this API key. It may be mistyped or deleted, or the account may be in the other region.",
        },
      },
      examples: {
        fields: { apiKey: "eb243592-faa2-4ba2-a551-1afdf565c889", region: "eu" },
        authorized: {
          url: "https://api.eu.opsgenie.com/v2/alerts?limit=1",
          headers: { authorization: "GenieKey eb243592-faa2-4ba2-a551-1afdf565c889" },
        },
      },
    },
  },
});
