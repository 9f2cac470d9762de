import { bearer, defineSystem, key, mostlyFromMemory, outgoing, select } from "credenza/define";

export default defineSystem({
  id: "sentry",
  name: "Sentry",
  category: "Incidents and monitoring",
  color: "#362d59",
  summary: "Issues, releases and projects of a Sentry organization.",
  website: "https://sentry.io",
  limits: "For each endpoint and caller, in calls of a window and calls at a time.",
  rateLimit: {
    limit: "X-Sentry-Rate-Limit-Limit",
    remaining: "X-Sentry-Rate-Limit-Remaining",
    reset: "X-Sentry-Rate-Limit-Reset",
  },
  basis: mostlyFromMemory({
    readIn: ["Limits and their headers (docs.sentry.io/api/ratelimits)"],
  }),
  destinations: {
    SENTRY: outgoing(
      "Sentry",
      { field: "region", urls: { us: "https://us.sentry.io", eu: "https://de.sentry.io" } },
      { hosts: ["sentry.io"] },
    ),
  },
  credentialTypes: {
    SENTRY_AUTH_TOKEN: {
      name: "Sentry auth token",
      summary: "The token of an internal integration, or of a person.",
      default: true,
      fields: {
        authToken: key({
          label: "Auth token",
          help: "Settings > Custom integrations > the integration > Tokens.",
          link: { label: "Sentry: auth tokens", href: "https://docs.sentry.io/account/auth-tokens/" },
          placeholder: "sntryu_…",
          recognise: [{ pattern: "^sntry[aius]_" }],
        }),
        region: select({
          label: "Data storage",
          help: "Settings > Organization: where data is kept.",
          options: { us: "United States", eu: "Europe" },
          defaultValue: "us",
        }),
      },
      scopes: ["org:read for the test, and the scopes of what you call"],
      authorize: bearer({ token: "{authToken}" }),
      test: { path: "/api/0/organizations/" },
      examples: {
        fields: { authToken: "sntryu_example", region: "us" },
        authorized: {
          url: "https://us.sentry.io/api/0/organizations/",
          headers: { authorization: "Bearer sntryu_example" },
        },
      },
    },
  },
});
