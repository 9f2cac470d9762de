import { basic, defineSystem, key, mostlyFromMemory, outgoing, text } from "credenza/define";

export default defineSystem({
  id: "modern-treasury",
  name: "Modern Treasury",
  category: "Payments",
  color: "#1f3a2e",
  summary: "Payment orders, accounts and ledgers of a Modern Treasury organization.",
  website: "https://www.moderntreasury.com",
  limits: "100 calls a second and 20 of lists; 25 and 5 in the sandbox.",
  notes: ["Sandbox and production go to the same host; the key decides."],
  basis: mostlyFromMemory({
    readIn: [
      "Roles of keys (docs.moderntreasury.com/reference/api-keys)",
      "Limits (docs.moderntreasury.com/platform/changelog/1242025)",
    ],
    unconfirmed: ["That the test needs no role is general knowledge."],
  }),
  destinations: {
    MODERN_TREASURY: outgoing("Modern Treasury", "https://app.moderntreasury.com/api"),
  },
  credentialTypes: {
    MODERN_TREASURY_API_KEY: {
      name: "Modern Treasury API key",
      summary: "The id of your organization and one of its API keys.",
      default: true,
      fields: {
        organizationId: text({
          label: "Organization id",
          help: "Developers > API keys.",
          link: {
            label: "Modern Treasury: authentication",
            href: "https://docs.moderntreasury.com/reference/authentication",
          },
          pattern: "^[^:\\s]+$",
          patternMessage: "An organization id has no spaces and no colon.",
          maxLength: 200,
        }),
        apiKey: key({ label: "API key", help: "Shown once, when the key is made." }),
      },
      scopes: ["the roles of the key for what you call, such as accounts:read; none for the test"],
      authorize: basic({ username: "{organizationId}", password: "{apiKey}" }),
      test: { path: "/ping" },
      examples: {
        fields: { organizationId: "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9", apiKey: "test-exampleexample" },
        authorized: {
          url: "https://app.moderntreasury.com/api/ping",
          headers: {
            authorization: "Basic MGExYjJjM2QtNGU1Zi02MDcxLTgyOTMtYTRiNWM2ZDdlOGY5OnRlc3QtZXhhbXBsZWV4YW1wbGU=",
          },
        },
      },
    },
  },
});
