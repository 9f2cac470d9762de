import { defineSystem, headers, key, mostlyFromMemory, outgoing, sandbox, text } from "credenza/define";

export default defineSystem({
  id: "plaid",
  name: "Plaid",
  category: "Payments",
  color: "#343a40",
  summary: "Bank accounts, balances and transactions through Plaid.",
  website: "https://plaid.com",
  limits: "By endpoint, for each Item and each client; 429 RATE_LIMIT_EXCEEDED beyond.",
  notes: ["Plaid answers a wrong key with 400 and INVALID_API_KEYS."],
  basis: mostlyFromMemory({
    readIn: ["Limits by endpoint (plaid.com/docs/errors/rate-limit-exceeded)"],
    unconfirmed: ["That secrets have no permissions to choose is general knowledge."],
  }),
  destinations: {
    PLAID: outgoing("Plaid", "https://production.plaid.com"),
    PLAID_SANDBOX: sandbox("Plaid sandbox", "https://sandbox.plaid.com"),
  },
  credentialTypes: {
    PLAID_SECRET: {
      name: "Plaid client id and secret",
      summary: "The client id of your team and the secret of one environment.",
      default: true,
      fields: {
        clientId: text({
          label: "Client id",
          help: "Developers > Keys.",
          link: { label: "Plaid: keys", href: "https://dashboard.plaid.com/developers/keys" },
          pattern: "^[0-9a-f]{24}$",
          patternMessage: "A client id has 24 characters, 0 to 9 and a to f.",
        }),
        secret: key({ label: "Secret", help: "Sandbox and Production have one each." }),
      },
      scopes: { nothingToChoose: "a secret may call every product that its client was given" },
      authorize: headers({ "PLAID-CLIENT-ID": "{clientId}", "PLAID-SECRET": "{secret}" }),
      test: {
        path: "/institutions/get",
        json: { count: 1, offset: 0, country_codes: ["US"] },
        outcomes: [{ status: 400, body: { path: "error_code", equals: "INVALID_API_KEYS" }, verdict: "wrong_key" }],
      },
      examples: {
        fields: { clientId: "0123456789abcdef01234567", secret: "0123456789abcdef0123456789abcd" },
        refused: [{ fields: { clientId: "client" }, field: "clientId" }],
        authorized: {
          url: "https://production.plaid.com/institutions/get",
          headers: { "plaid-client-id": "0123456789abcdef01234567", "plaid-secret": "0123456789abcdef0123456789abcd" },
        },
        answers: [
          { status: 400, body: { error_type: "INVALID_INPUT", error_code: "INVALID_API_KEYS" }, verdict: "wrong_key" },
          { status: 400, body: { error_code: "INVALID_FIELD" }, verdict: "unexpected" },
        ],
      },
    },
  },
});
