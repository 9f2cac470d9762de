import { defineSystem, header, hostLabel, key } from "credenza/define";

export default defineSystem({
  id: "adyen",
  name: "Adyen",
  category: "Payments",
  color: "#0b7a3b",
  summary: "Payments, payouts and management of your Adyen account.",
  website: "https://www.adyen.com",
  notes: [
    "Calls go to the Management API by path; Checkout, and other APIs on their test hosts, by a full URL.",
    "The live Checkout host begins with your own prefix, so the live destination asks for it.",
  ],
  destinations: {
    ADYEN: {
      name: "Adyen",
      direction: "outgoing",
      baseUrl: "https://management-live.adyen.com/v3",
      hosts: ["{prefix}-checkout-live.adyenpayments.com", "{prefix}-pal-live.adyenpayments.com"],
    },
    ADYEN_TEST: {
      name: "Adyen test",
      direction: "outgoing",
      mode: "test",
      baseUrl: "https://management-test.adyen.com/v3",
      hosts: ["checkout-test.adyen.com", "pal-test.adyen.com"],
    },
  },
  credentialTypes: {
    ADYEN_API_KEY: {
      name: "Adyen live API key",
      summary: "The API key of a web service user of your live company account.",
      destinations: ["ADYEN"],
      default: true,
      fields: {
        apiKey: key({
          label: "API key",
          help: "Developers > API credentials > the credential > API key. It is shown once.",
          link: {
            label: "Adyen: API credentials",
            href: "https://ca-live.adyen.com/ca/ca/config/api_credentials_new.shtml",
          },
          placeholder: "AQE…",
        }),
        prefix: hostLabel({
          label: "Live URL prefix",
          help: "Developers > API URLs > Prefix. Checkout's live host begins with it.",
          placeholder: "1797a841fbb37ca7-AcmeInc",
        }),
      },
      scopes: ["any role; calls need the roles of their API"],
      authorize: header({ name: "X-API-Key", value: "{apiKey}" }),
      test: { path: "/me" },
      examples: {
        fields: { apiKey: "AQEexampleliveexample", prefix: "1797a841fbb37ca7-AcmeInc" },
        authorized: {
          path: "https://1797a841fbb37ca7-AcmeInc-checkout-live.adyenpayments.com/checkout/v71/paymentMethods",
          url: "https://1797a841fbb37ca7-acmeinc-checkout-live.adyenpayments.com/checkout/v71/paymentMethods",
          headers: { "x-api-key": "AQEexampleliveexample" },
        },
      },
    },
    ADYEN_TEST_API_KEY: {
      name: "Adyen test API key",
      summary: "The API key of a web service user of your test company account.",
      destinations: ["ADYEN_TEST"],
      default: true,
      fields: {
        apiKey: key({
          label: "API key",
          help: "Developers > API credentials > the credential > API key, in the test Customer Area.",
          link: {
            label: "Adyen: API credentials",
            href: "https://ca-test.adyen.com/ca/ca/config/api_credentials_new.shtml",
          },
          placeholder: "AQE…",
        }),
      },
      authorize: header({ name: "X-API-Key", value: "{apiKey}" }),
      test: { path: "/me" },
      examples: {
        fields: { apiKey: "AQEexampletestexample" },
        authorized: {
          path: "/me",
          url: "https://management-test.adyen.com/v3/me",
          headers: { "x-api-key": "AQEexampletestexample" },
        },
      },
    },
  },
});
