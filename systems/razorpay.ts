import { basic, defineSystem, key, mostlyFromMemory, outgoing, sandbox, text } from "credenza/define";

export default defineSystem({
  id: "razorpay",
  name: "Razorpay",
  category: "Payments",
  color: "#0d5bd8",
  summary: "Payments, orders and subscriptions of a Razorpay account.",
  website: "https://razorpay.com",
  limits: "Razorpay publishes no number; 429 beyond.",
  notes: ["Live and test keys go to the same host; the key id alone decides what is real."],
  basis: mostlyFromMemory({
    readIn: ["That calls are limited (razorpay.com/docs/api/pagination)"],
    unconfirmed: ["That keys have no permissions to choose is general knowledge."],
  }),
  destinations: {
    RAZORPAY: outgoing("Razorpay", "https://api.razorpay.com/v1"),
    RAZORPAY_TEST: sandbox("Razorpay test", "https://api.razorpay.com/v1"),
  },
  credentialTypes: {
    RAZORPAY_API_KEY: {
      name: "Razorpay API key",
      summary: "A key id and its secret, of live mode or of test mode.",
      default: true,
      fields: {
        keyId: text({
          label: "Key id",
          help: "Account & Settings > API keys.",
          link: {
            label: "Razorpay: API keys",
            href: "https://dashboard.razorpay.com/app/website-app-settings/api-keys",
          },
          placeholder: "rzp_test_…",
          pattern: "^rzp_(test|live)_[A-Za-z0-9]+$",
          patternMessage: "A key id begins with rzp_test_ or rzp_live_.",
          warnings: [
            {
              pattern: "^rzp_test_",
              message: "This is a test key. Choose the destination Razorpay test.",
              destinations: ["RAZORPAY"],
            },
            {
              pattern: "^rzp_live_",
              message: "This is a live key: payments made with it are real.",
              destinations: ["RAZORPAY_TEST"],
            },
          ],
          recognise: [
            { pattern: "^rzp_live_", destination: "RAZORPAY" },
            { pattern: "^rzp_test_", destination: "RAZORPAY_TEST" },
          ],
        }),
        keySecret: key({ label: "Key secret", help: "Shown once, when the key is made." }),
      },
      scopes: { nothingToChoose: "every key of an account may do everything" },
      authorize: basic({ username: "{keyId}", password: "{keySecret}" }),
      test: { path: "/payments?count=1" },
      examples: {
        fields: { keyId: "rzp_test_example", keySecret: "exampleexampleexample" },
        refused: [{ fields: { keyId: "example" }, field: "keyId" }],
        authorized: {
          url: "https://api.razorpay.com/v1/payments?count=1",
          headers: { authorization: "Basic cnpwX3Rlc3RfZXhhbXBsZTpleGFtcGxlZXhhbXBsZWV4YW1wbGU=" },
        },
      },
    },
  },
});
