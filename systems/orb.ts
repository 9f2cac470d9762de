import { bearer, defineSystem, key, mostlyFromMemory, outgoing } from "credenza/define";

export default defineSystem({
  id: "orb",
  name: "Orb",
  category: "Billing",
  color: "#3b2f8f",
  summary: "Usage, plans and invoices of an Orb account.",
  website: "https://www.withorb.com",
  limits: "Orb publishes no number for live mode; about 2,000 events a minute in test mode.",
  notes: ["Test mode and live mode go to the same host; the key decides."],
  basis: mostlyFromMemory({
    unconfirmed: [
      "That keys have no permissions to choose is general knowledge; the limits were read with third parties.",
    ],
  }),
  destinations: {
    ORB: outgoing("Orb", "https://api.withorb.com/v1"),
  },
  credentialTypes: {
    ORB_API_KEY: {
      name: "Orb API key",
      summary: "A key of one account in live mode or in test mode.",
      default: true,
      fields: {
        apiKey: key({
          label: "API key",
          help: "Developers > API keys. Orb shows it once.",
          link: { label: "Orb: API keys", href: "https://app.withorb.com/developers" },
        }),
      },
      scopes: { nothingToChoose: "every key may do everything in its live or test mode" },
      authorize: bearer({ token: "{apiKey}" }),
      test: { path: "/ping" },
      examples: {
        fields: { apiKey: "0f1e2d3c4b5a69788796a5b4c3d2e1f0" },
        authorized: {
          url: "https://api.withorb.com/v1/ping",
          headers: { authorization: "Bearer 0f1e2d3c4b5a69788796a5b4c3d2e1f0" },
        },
      },
    },
  },
});
