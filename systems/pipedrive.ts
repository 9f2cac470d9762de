import { defineSystem, header, hostLabel, key, mostlyFromMemory, outgoing } from "credenza/define";

export default defineSystem({
  id: "pipedrive",
  name: "Pipedrive",
  category: "CRM",
  color: "#1b6b3a",
  summary: "Deals, people and organizations of Pipedrive.",
  website: "https://www.pipedrive.com",
  limits: "A budget of tokens a day, by plan and seats, and a number of calls in two seconds.",
  rateLimit: { limit: "x-ratelimit-limit", remaining: "x-ratelimit-remaining", reset: "x-ratelimit-reset" },
  basis: mostlyFromMemory({
    readIn: ["The budget of tokens (pipedrive.readme.io/docs/core-api-concepts-rate-limiting)"],
    unconfirmed: ["That a token acts as its user was read with third parties."],
  }),
  destinations: {
    PIPEDRIVE: outgoing("Pipedrive", "https://{company}.pipedrive.com"),
  },
  credentialTypes: {
    PIPEDRIVE_API_TOKEN: {
      name: "Pipedrive API token",
      summary: "The API token of one user of the company.",
      default: true,
      fields: {
        apiToken: key({
          label: "API token",
          help: "Your picture > Personal preferences > API.",
          link: { label: "Pipedrive: API token", href: "https://app.pipedrive.com/settings/api" },
        }),
        company: hostLabel({
          label: "Company domain",
          help: "The name before .pipedrive.com.",
          placeholder: "acme",
          patternMessage: "Enter only the name before .pipedrive.com, such as acme.",
        }),
      },
      scopes: { nothingToChoose: "the token may do what its user may" },
      authorize: header({ name: "x-api-token", value: "{apiToken}" }),
      test: { path: "/api/v1/users/me" },
      examples: {
        fields: { apiToken: "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c", company: "acme" },
        authorized: {
          url: "https://acme.pipedrive.com/api/v1/users/me",
          headers: { "x-api-token": "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c" },
        },
      },
    },
  },
});
