import { basic, defineSystem, key, outgoing, sandbox, text } from "credenza/define";

export default defineSystem({
  id: "avalara",
  name: "Avalara AvaTax",
  category: "Tax",
  color: "#e8590c",
  summary: "Sales tax, VAT and tax transactions of your Avalara account.",
  website: "https://www.avalara.com",
  limits: "Avalara publishes none; 429 beyond what the subscription has.",
  notes: [
    "The bodies of Avalara's refusals are not confirmed; the ping answers 200 with authenticated false for a wrong key.",
  ],
  basis: {
    comparedWith: ["avatax"],
    unconfirmed: [
      "That the ping answers 200 with authenticated false for a wrong key is not confirmed.",
      "Permissions are general knowledge, and that no limits are published was read with third parties.",
    ],
  },
  destinations: {
    AVALARA: outgoing("Avalara AvaTax", "https://rest.avatax.com"),
    AVALARA_SANDBOX: sandbox("Avalara AvaTax sandbox", "https://sandbox-rest.avatax.com"),
  },
  credentialTypes: {
    AVALARA_LICENSE_KEY: {
      name: "Avalara licence key",
      summary:
        "The id and a licence key of your Avalara account. A username and its password work in the same two fields.",
      default: true,
      fields: {
        accountId: text({
          label: "Account id",
          help: "Settings > License and API keys, or the account menu.",
          link: { label: "Avalara: licence key", href: "https://developer.avalara.com/avatax/authentication-in-rest/" },
          placeholder: "2000000000",
          pattern: "^[^:\\s]+$",
          patternMessage: "An account id has no spaces and no colon.",
          maxLength: 200,
        }),
        licenseKey: key({ label: "Licence key", help: "Making a new one ends the old one at once." }),
      },
      keyName: "licence key",
      scopes: ["a licence key, or a user with the roles of what you call; any for the test"],
      authorize: basic({ username: "{accountId}", password: "{licenseKey}" }),
      headers: { "X-Avalara-Client": "Credenza; 1; REST; v2; server" },
      test: {
        path: "/api/v2/utilities/ping",
        success: { path: "authenticated", equals: true },
        outcomes: [{ status: 200, body: { path: "authenticated", equals: false }, verdict: "wrong_key" }],
      },
      examples: {
        fields: { accountId: "2000000000", licenseKey: "1A2B3C4D5E6F7081" },
        refused: [{ fields: { accountId: "20:00" }, field: "accountId" }],
        authorized: {
          url: "https://rest.avatax.com/api/v2/utilities/ping",
          headers: {
            authorization: "Basic MjAwMDAwMDAwMDoxQTJCM0M0RDVFNkY3MDgx",
            "x-avalara-client": "Credenza; 1; REST; v2; server",
          },
        },
        answers: [
          {
            status: 200,
            body: { version: "26.9.0", authenticated: true, authenticationType: "UsernamePassword" },
            verdict: "working",
          },
          { status: 200, body: { version: "26.9.0", authenticated: false }, verdict: "wrong_key" },
          { status: 200, body: "<html>", verdict: "unexpected" },
        ],
      },
    },
  },
});
