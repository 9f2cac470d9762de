import { bearer, defineSystem, key, mostlyFromMemory, outgoing, select } from "credenza/define";

export default defineSystem({
  id: "intercom",
  name: "Intercom",
  category: "Support",
  color: "#1f5fd6",
  summary: "Contacts, conversations and companies of an Intercom workspace.",
  website: "https://www.intercom.com",
  limits: "10,000 calls a minute for each app and 25,000 for each workspace, shared out over ten seconds.",
  rateLimit: { limit: "X-RateLimit-Limit", remaining: "X-RateLimit-Remaining", reset: "X-RateLimit-Reset" },
  notes: ["The version of the API is the one that the app is set to unless the caller gives Intercom-Version."],
  basis: mostlyFromMemory({
    readIn: ["Limits (developers.intercom.com/docs/references/rest-api/errors/rate-limiting)"],
    unconfirmed: ["Permissions are written from general knowledge."],
  }),
  destinations: {
    INTERCOM: outgoing("Intercom", {
      field: "region",
      urls: { us: "https://api.intercom.io", eu: "https://api.eu.intercom.io", au: "https://api.au.intercom.io" },
    }),
  },
  credentialTypes: {
    INTERCOM_ACCESS_TOKEN: {
      name: "Intercom access token",
      summary: "The access token of an app in your own workspace.",
      default: true,
      fields: {
        accessToken: key({
          label: "Access token",
          help: "Developer Hub > your app > Configure > Authentication.",
          link: { label: "Intercom Developer Hub", href: "https://app.intercom.com/a/apps/_/developer-hub" },
          recognise: [{ pattern: "^dG9rO" }],
        }),
        region: select({
          label: "Region",
          help: "Where your workspace is hosted.",
          options: { us: "United States", eu: "Europe", au: "Australia" },
          defaultValue: "us",
        }),
      },
      scopes: ["the permissions of the app for what you call; none for the test"],
      authorize: bearer({ token: "{accessToken}" }),
      test: { path: "/me" },
      examples: {
        fields: { accessToken: "dG9rOmV4YW1wbGU=", region: "us" },
        authorized: {
          url: "https://api.intercom.io/me",
          headers: { authorization: "Bearer dG9rOmV4YW1wbGU=" },
        },
      },
    },
  },
});
