import { bearer, defineSystem, key, mostlyFromMemory, outgoing, select } from "credenza/define";

export default defineSystem({
  id: "lago",
  name: "Lago",
  category: "Billing",
  color: "#19212e",
  summary: "Usage, subscriptions and invoices of a Lago organization.",
  website: "https://www.getlago.com",
  limits: "50 calls a second for each organization, 500 of events and 200 of current usage.",
  rateLimit: { limit: "X-RateLimit-Limit", remaining: "X-RateLimit-Remaining", reset: "X-RateLimit-Reset" },
  notes: ["A Lago that you host yourself is reached with the destination Any API."],
  basis: mostlyFromMemory({ readIn: ["Limits and their headers (getlago.com/docs/api-reference/rate-limits)"] }),
  destinations: {
    LAGO: outgoing("Lago", {
      field: "region",
      urls: { us: "https://api.getlago.com", eu: "https://api.eu.getlago.com" },
    }),
  },
  credentialTypes: {
    LAGO_API_KEY: {
      name: "Lago API key",
      summary: "A key of one organization, with the permissions that you give it.",
      default: true,
      fields: {
        apiKey: key({
          label: "API key",
          help: "Developers > API keys.",
          link: { label: "Lago: API keys", href: "https://getlago.com/docs/guide/security/api-keys" },
        }),
        region: select({
          label: "Region",
          help: "The address of your Lago tells it: European ones are at eu.getlago.com.",
          options: { us: "United States", eu: "Europe" },
          defaultValue: "us",
        }),
      },
      scopes: ["Customers: read for the test, and read or write of what you call"],
      authorize: bearer({ token: "{apiKey}" }),
      test: { path: "/api/v1/customers?per_page=1" },
      examples: {
        fields: { apiKey: "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9", region: "us" },
        authorized: {
          url: "https://api.getlago.com/api/v1/customers?per_page=1",
          headers: { authorization: "Bearer 0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9" },
        },
      },
    },
  },
});
