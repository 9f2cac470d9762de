import { bearer, defineSystem, key, mostlyFromMemory, outgoing, sandbox } from "credenza/define";

export default defineSystem({
  id: "taxjar",
  name: "TaxJar",
  category: "Tax",
  color: "#2b8a3e",
  summary: "Sales tax rates, transactions and nexus regions of TaxJar.",
  website: "https://www.taxjar.com",
  limits: "TaxJar limits calls without a number that we found; 429 beyond.",
  basis: mostlyFromMemory({
    readIn: ["That calls are limited (developers.taxjar.com/integrations/faq)"],
    unconfirmed: ["That tokens have no permissions to choose is general knowledge."],
  }),
  destinations: {
    TAXJAR: outgoing("TaxJar", "https://api.taxjar.com/v2"),
    TAXJAR_SANDBOX: sandbox("TaxJar sandbox", "https://api.sandbox.taxjar.com/v2"),
  },
  credentialTypes: {
    TAXJAR_API_TOKEN: {
      name: "TaxJar API token",
      summary: "The live token of your account, or the sandbox token.",
      default: true,
      fields: {
        apiToken: key({
          label: "API token",
          help: "Account > TaxJar API. The sandbox token stands below the live one.",
          link: { label: "TaxJar: API tokens", href: "https://app.taxjar.com/account#api-access" },
        }),
      },
      scopes: { nothingToChoose: "every token of an account may do everything" },
      authorize: bearer({ token: "{apiToken}" }),
      test: { path: "/categories" },
      examples: {
        fields: { apiToken: "0f1e2d3c4b5a69788796a5b4c3d2e1f0" },
        authorized: {
          url: "https://api.taxjar.com/v2/categories",
          headers: { authorization: "Bearer 0f1e2d3c4b5a69788796a5b4c3d2e1f0" },
        },
        answers: [{ status: 401, body: { status: 401, error: "Unauthorized" }, verdict: "wrong_key" }],
      },
    },
  },
});
