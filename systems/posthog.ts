import { bearer, defineSystem, key, mostlyFromMemory, outgoing, select } from "credenza/define";

export default defineSystem({
  id: "posthog",
  name: "PostHog",
  category: "Data and analytics",
  color: "#1d4aff",
  summary: "Events, people and feature flags of PostHog projects.",
  website: "https://posthog.com",
  limits: "480 calls a minute and 4,800 an hour; 240 and 1,200 of analytics.",
  basis: mostlyFromMemory({ unconfirmed: ["Limits were read with third parties."] }),
  destinations: {
    POSTHOG: outgoing("PostHog", {
      field: "region",
      urls: { us: "https://us.posthog.com", eu: "https://eu.posthog.com" },
    }),
  },
  credentialTypes: {
    POSTHOG_API_KEY: {
      name: "PostHog personal API key",
      summary: "A personal API key with the scopes that you tick. A project key, phc_, only sends events.",
      default: true,
      fields: {
        apiKey: key({
          label: "Personal API key",
          help: "Settings > Personal API keys. PostHog shows it once.",
          link: { label: "PostHog: personal API keys", href: "https://us.posthog.com/settings/user-api-keys" },
          placeholder: "phx_…",
          warnings: [
            {
              pattern: "^phc_",
              message: "This is a project key. Reading needs a personal API key, which begins with phx_.",
            },
          ],
          recognise: [{ pattern: "^phx_" }],
        }),
        region: select({
          label: "Region",
          help: "The address of your PostHog tells it.",
          options: { us: "United States", eu: "Europe" },
          defaultValue: "us",
        }),
      },
      scopes: ["user:read for the test, and the scopes of what you call"],
      authorize: bearer({ token: "{apiKey}" }),
      test: { path: "/api/users/@me/" },
      examples: {
        fields: { apiKey: "phx_example", region: "eu" },
        authorized: {
          url: "https://eu.posthog.com/api/users/@me/",
          headers: { authorization: "Bearer phx_example" },
        },
      },
    },
  },
});
