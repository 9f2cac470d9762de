import { bearer, defineSystem, hostLabel, key, mostlyFromMemory, outgoing, sandbox } from "credenza/define";

export default defineSystem({
  id: "checkout-com",
  name: "Checkout.com",
  category: "Payments",
  color: "#186aff",
  summary: "Payments, payouts and disputes of a Checkout.com account.",
  website: "https://www.checkout.com",
  limits: "100 reads and 100 writes a second for each account, fewer in the sandbox.",
  notes: [
    "The live host begins with a prefix of your own, the first eight characters of your client id.",
    "The test asks for an event type list, which any secret key with the default scopes may read; this is not confirmed.",
  ],
  basis: mostlyFromMemory({
    readIn: [
      "Limits (checkout.com/docs/developer-resources/api/api-rate-limits)",
      "The names of the scopes (github.com/checkout/checkout-sdk-php)",
    ],
    unconfirmed: ["Which scope the test call needs is not confirmed."],
  }),
  destinations: {
    CHECKOUT_COM: outgoing("Checkout.com", "https://{prefix}.api.checkout.com"),
    CHECKOUT_COM_SANDBOX: sandbox("Checkout.com sandbox", "https://{prefix}.api.sandbox.checkout.com"),
  },
  credentialTypes: {
    CHECKOUT_COM_SECRET_KEY: {
      name: "Checkout.com secret key",
      summary: "A secret key with the scopes that you give it.",
      default: true,
      fields: {
        secretKey: key({
          label: "Secret key",
          help: "Developers > Keys > Create a new key > Secret. It is shown once.",
          link: {
            label: "Checkout.com: API keys",
            href: "https://www.checkout.com/docs/developer-resources/api/manage-api-keys",
          },
          placeholder: "sk_sbox_…",
          warnings: [
            {
              pattern: "^sk_sbox_",
              message: "This is a sandbox key. Choose the destination Checkout.com sandbox.",
              destinations: ["CHECKOUT_COM"],
            },
            {
              pattern: "^sk_(?!sbox_)",
              message: "This is a live key, and the destination is the sandbox.",
              destinations: ["CHECKOUT_COM_SANDBOX"],
            },
          ],
          recognise: [{ pattern: "^sk_sbox_", destination: "CHECKOUT_COM_SANDBOX" }],
        }),
        prefix: hostLabel({
          label: "Base URL prefix",
          help: "Developers > Overview: the first part of your base URL.",
          placeholder: "vkuhvk4v",
          patternMessage: "Enter only the part before .api.checkout.com.",
        }),
      },
      scopes: ["the scope flow:events for the test, and the scopes of what you call"],
      authorize: bearer({ token: "{secretKey}" }),
      test: { path: "/workflows/event-types" },
      examples: {
        fields: { secretKey: "sk_sbox_example", prefix: "vkuhvk4v" },
        authorized: {
          destination: "CHECKOUT_COM_SANDBOX",
          url: "https://vkuhvk4v.api.sandbox.checkout.com/workflows/event-types",
          headers: { authorization: "Bearer sk_sbox_example" },
        },
      },
    },
  },
});
