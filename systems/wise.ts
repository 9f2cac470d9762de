import { bearer, defineSystem, key, mostlyFromMemory, outgoing, sandbox } from "credenza/define";

export default defineSystem({
  id: "wise",
  name: "Wise",
  category: "Payments",
  color: "#3a7d0a",
  summary: "Balances, recipients and transfers of a Wise business account.",
  website: "https://wise.com",
  keywords: ["TransferWise"],
  limits: "Wise publishes none, for they follow the use of each account; 429 beyond.",
  notes: [
    "Some calls ask for strong customer authentication with a signature, which is not made; they answer 403.",
    "Personal tokens reach only a part of the API; partners get client credentials from Wise.",
  ],
  basis: mostlyFromMemory({
    readIn: ["What a personal token may do (docs.wise.com/guides/developer/auth-and-security/personal-api-token)"],
    unconfirmed: ["That no limits are published was read with third parties."],
  }),
  destinations: {
    WISE: outgoing("Wise", "https://api.wise.com"),
    WISE_SANDBOX: sandbox("Wise sandbox", "https://api.sandbox.transferwise.tech"),
  },
  credentialTypes: {
    WISE_API_TOKEN: {
      name: "Wise API token",
      summary: "A personal token of your Wise account, read-only or full access.",
      default: true,
      fields: {
        apiToken: key({
          label: "API token",
          help: "Settings > Connect and manage > API tokens. The sandbox has accounts and tokens of its own.",
          link: { label: "Wise: API tokens", href: "https://wise.com/your-account/integrations-and-tools/api-tokens" },
        }),
      },
      scopes: ["Read only, Full access to make transfers"],
      authorize: bearer({ token: "{apiToken}" }),
      test: { path: "/v2/profiles" },
      examples: {
        fields: { apiToken: "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9" },
        authorized: {
          url: "https://api.wise.com/v2/profiles",
          headers: { authorization: "Bearer 0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9" },
        },
        answers: [{ status: 401, body: { error: "invalid_token" }, verdict: "wrong_key" }],
      },
    },
  },
});
