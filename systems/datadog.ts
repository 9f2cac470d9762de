import { defineSystem, headers, key, outgoing, select } from "credenza/define";

export default defineSystem({
  id: "datadog",
  name: "Datadog",
  category: "Incidents and monitoring",
  color: "#632ca6",
  summary: "Metrics, events and monitors of a Datadog organization.",
  website: "https://www.datadoghq.com",
  limits: "For each endpoint, with 250,000 events a minute; metrics and logs are not limited by calls.",
  rateLimit: { limit: "X-RateLimit-Limit", remaining: "X-RateLimit-Remaining", reset: "X-RateLimit-Reset" },
  notes: ["Without an application key Datadog takes metrics and events, and refuses to read."],
  basis: {
    readIn: [
      "The validation of a key, its 403, and the sites (docs.datadoghq.com/api/latest/authentication)",
      "Scopes of application keys (docs.datadoghq.com/account_management/api-app-keys)",
      "Limits (docs.datadoghq.com/api/latest/rate-limits)",
    ],
    unconfirmed: ["The validation looks at the API key alone: an application key is not checked by the test."],
  },
  destinations: {
    DATADOG: outgoing("Datadog", {
      field: "site",
      urls: {
        us1: "https://api.datadoghq.com",
        us3: "https://api.us3.datadoghq.com",
        us5: "https://api.us5.datadoghq.com",
        eu1: "https://api.datadoghq.eu",
        ap1: "https://api.ap1.datadoghq.com",
        ap2: "https://api.ap2.datadoghq.com",
        uk1: "https://api.uk1.datadoghq.com",
      },
    }),
  },
  credentialTypes: {
    DATADOG_API_KEY: {
      name: "Datadog keys",
      summary: "An API key of the organization and, for reading, an application key.",
      default: true,
      fields: {
        apiKey: key({
          label: "API key",
          help: "Organization settings > API keys.",
          link: { label: "Datadog: keys", href: "https://app.datadoghq.com/organization-settings/api-keys" },
        }),
        applicationKey: key({
          label: "Application key",
          help: "Organization settings > Application keys. Leave it out for sending only.",
          optional: true,
        }),
        site: select({
          label: "Site",
          help: "The address of your Datadog tells it: app.datadoghq.eu is EU1.",
          options: {
            us1: "US1 (datadoghq.com)",
            us3: "US3 (us3.datadoghq.com)",
            us5: "US5 (us5.datadoghq.com)",
            eu1: "EU1 (datadoghq.eu)",
            ap1: "AP1 (ap1.datadoghq.com)",
            ap2: "AP2 (ap2.datadoghq.com)",
            uk1: "UK1 (uk1.datadoghq.com)",
          },
          defaultValue: "us1",
        }),
      },
      scopes: ["an application key with the scopes of what you read, such as monitors_read; none for the test"],
      authorize: headers({ "DD-API-KEY": "{apiKey}", "DD-APPLICATION-KEY": "{applicationKey}" }),
      test: {
        path: "/api/v1/validate",
        success: { path: "valid", equals: true },
        outcomes: [{ status: 403, verdict: "wrong_key" }],
        say: {
          wrong_key: "Datadog refuses this API key. It may be deleted, or your organization may be on another site.",
        },
      },
      examples: {
        fields: { apiKey: "0123456789abcdef0123456789abcdef", applicationKey: "ddapp-example", site: "eu1" },
        authorized: {
          url: "https://api.datadoghq.eu/api/v1/validate",
          headers: { "dd-api-key": "0123456789abcdef0123456789abcdef", "dd-application-key": "ddapp-example" },
        },
        answers: [{ status: 403, body: { errors: ["Forbidden"] }, verdict: "wrong_key" }],
      },
    },
  },
});
