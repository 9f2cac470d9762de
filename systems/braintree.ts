import { basic, defineSystem, key, mostlyFromMemory, outgoing, sandbox, text } from "credenza/define";

export default defineSystem({
  id: "braintree",
  name: "Braintree",
  category: "Payments",
  color: "#0f3d57",
  summary: "Payments and customers of a Braintree account, over GraphQL.",
  website: "https://www.braintreepayments.com",
  limits: "A bucket whose size Braintree does not publish; 429 beyond.",
  notes: ["Braintree answers a wrong key with 200 and AUTHENTICATION in the body, which the test reads."],
  basis: mostlyFromMemory({
    readIn: [
      "A role of its own for a key (help.chartmogul.com/hc/en-us/articles/201914601)",
      "The bucket of calls (docs.datagrail.io/docs/integrations/api-documentation/braintree)",
    ],
    unconfirmed: ["That any role may run the test is general knowledge."],
  }),
  destinations: {
    BRAINTREE: outgoing("Braintree", "https://payments.braintree-api.com"),
    BRAINTREE_SANDBOX: sandbox("Braintree sandbox", "https://payments.sandbox.braintree-api.com"),
  },
  credentialTypes: {
    BRAINTREE_API_KEY: {
      name: "Braintree API keys",
      summary: "The public and the private key of one user.",
      default: true,
      fields: {
        publicKey: text({
          label: "Public key",
          help: "Settings > API > Keys.",
          link: {
            label: "Braintree: gateway credentials",
            href: "https://developer.paypal.com/braintree/articles/control-panel/important-gateway-credentials",
          },
          pattern: "^[A-Za-z0-9]+$",
          patternMessage: "A public key has letters and digits only.",
        }),
        privateKey: key({ label: "Private key", help: "Beside the public key; press View." }),
      },
      keyName: "private key",
      scopes: ["a user whose role has the permissions of what you call; any role for the test"],
      authorize: basic({ username: "{publicKey}", password: "{privateKey}" }),
      headers: { "Braintree-Version": "2019-01-01" },
      test: {
        path: "/graphql",
        json: { query: "query { ping }" },
        success: { path: "data.ping", equals: "pong" },
        outcomes: [
          {
            status: 200,
            body: { path: "errors.0.extensions.errorClass", equals: "AUTHENTICATION" },
            verdict: "wrong_key",
          },
          {
            status: 200,
            body: { path: "errors.0.extensions.errorClass", equals: "AUTHORIZATION" },
            verdict: "no_permission",
          },
        ],
      },
      examples: {
        fields: { publicKey: "7q4bxk2mgnv9wz5c", privateKey: "0f1e2d3c4b5a69788796a5b4c3d2e1f0" },
        refused: [{ fields: { publicKey: "a:b" }, field: "publicKey" }],
        authorized: {
          url: "https://payments.braintree-api.com/graphql",
          headers: {
            authorization: "Basic N3E0YnhrMm1nbnY5d3o1YzowZjFlMmQzYzRiNWE2OTc4ODc5NmE1YjRjM2QyZTFmMA==",
            "braintree-version": "2019-01-01",
          },
        },
        answers: [
          { status: 200, body: { data: { ping: "pong" } }, verdict: "working" },
          { status: 200, body: { errors: [{ extensions: { errorClass: "AUTHENTICATION" } }] }, verdict: "wrong_key" },
          {
            status: 200,
            body: { errors: [{ extensions: { errorClass: "AUTHORIZATION" } }] },
            verdict: "no_permission",
          },
        ],
      },
    },
  },
});
