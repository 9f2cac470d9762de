import { bearer, defineSystem, key, mostlyFromMemory, outgoing } from "credenza/define";

export default defineSystem({
  id: "mercury",
  name: "Mercury",
  category: "Payments",
  color: "#394bd0",
  summary: "Accounts, transactions and payments of a Mercury bank account.",
  website: "https://mercury.com",
  limits: "Mercury publishes none; 429 beyond.",
  notes: [
    "A token that may write works only from the addresses that you list at Mercury: list the one of this installation.",
  ],
  basis: mostlyFromMemory({
    readIn: ["Tokens that read, that write, and custom ones (docs.mercury.com/docs/getting-started)"],
    unconfirmed: ["That no limits are published was read with third parties."],
  }),
  destinations: {
    MERCURY: outgoing("Mercury", "https://api.mercury.com/api/v1"),
  },
  credentialTypes: {
    MERCURY_API_TOKEN: {
      name: "Mercury API token",
      summary: "A token of the organization, read only or read and write.",
      default: true,
      fields: {
        apiToken: key({
          label: "API token",
          help: "Settings > API tokens. Copy all of it, with secret-token: at the beginning.",
          link: { label: "Mercury: API tokens", href: "https://app.mercury.com/settings/tokens" },
          placeholder: "secret-token:mercury_…",
          recognise: [{ pattern: "^secret-token:mercury_" }],
        }),
      },
      scopes: ["Read only, Read and write to pay"],
      authorize: bearer({ token: "{apiToken}" }),
      test: { path: "/accounts" },
      examples: {
        fields: { apiToken: "secret-token:mercury_example" },
        authorized: {
          url: "https://api.mercury.com/api/v1/accounts",
          headers: { authorization: "Bearer secret-token:mercury_example" },
        },
      },
    },
  },
});
