import { bearer, defineSystem, key, mostlyFromMemory, outgoing, sandbox } from "credenza/define";

export default defineSystem({
  id: "mollie",
  name: "Mollie",
  category: "Payments",
  color: "#0a2a8c",
  summary: "Payments, refunds and subscriptions of a Mollie profile.",
  website: "https://www.mollie.com",
  limits: "Set for each business by its traffic, in calls a second; 429 beyond.",
  notes: ["Live and test keys go to the same host; the key alone decides what is real."],
  basis: mostlyFromMemory({
    readIn: [
      "Limits (docs.mollie.com/reference/rate-limiting)",
      "What a key may do (docs.mollie.com/reference/authentication)",
    ],
  }),
  destinations: {
    MOLLIE: outgoing("Mollie", "https://api.mollie.com/v2"),
    MOLLIE_TEST: sandbox("Mollie test", "https://api.mollie.com/v2"),
  },
  credentialTypes: {
    MOLLIE_API_KEY: {
      name: "Mollie API key",
      summary: "A key of one website profile.",
      default: true,
      fields: {
        apiKey: key({
          label: "API key",
          help: "More > Developers > API keys.",
          link: { label: "Mollie: API keys", href: "https://my.mollie.com/dashboard/developers/api-keys" },
          placeholder: "test_…",
          warnings: [
            {
              pattern: "^test_",
              message: "This is a test key. Choose the destination Mollie test.",
              destinations: ["MOLLIE"],
            },
            {
              pattern: "^live_",
              message: "This is a live key: payments made with it are real.",
              destinations: ["MOLLIE_TEST"],
            },
          ],
        }),
      },
      scopes: { nothingToChoose: "a key may do everything in its profile" },
      authorize: bearer({ token: "{apiKey}" }),
      test: { path: "/methods" },
      examples: {
        fields: { apiKey: "test_exampleexampleexample" },
        authorized: {
          url: "https://api.mollie.com/v2/methods",
          headers: { authorization: "Bearer test_exampleexampleexample" },
        },
      },
    },
  },
});
