import { bearer, defineSystem, key, mostlyFromMemory, outgoing } from "credenza/define";

export default defineSystem({
  id: "metronome",
  name: "Metronome",
  category: "Billing",
  color: "#0b5351",
  summary: "Usage, contracts and invoices of a Metronome environment.",
  website: "https://metronome.com",
  limits: "Metronome publishes none that we found; a 429 goes back to the caller with its Retry-After.",
  notes: ["Metronome answers a wrong token with 401 or 403, so the two cannot be told apart for certain."],
  basis: mostlyFromMemory({ unconfirmed: ["Limits were looked for and not found."] }),
  destinations: {
    METRONOME: outgoing("Metronome", "https://api.metronome.com/v1"),
  },
  credentialTypes: {
    METRONOME_API_TOKEN: {
      name: "Metronome API token",
      summary: "A token of one environment; it can be limited to reading or to single calls.",
      default: true,
      fields: {
        apiToken: key({
          label: "API token",
          help: "Connections > API tokens & webhooks. Metronome shows it once.",
          link: { label: "Metronome: tokens", href: "https://docs.metronome.com/api-reference/authentication" },
        }),
      },
      scopes: ["getCustomers for the test, and the endpoints that you call"],
      authorize: bearer({ token: "{apiToken}" }),
      test: {
        path: "/customers?limit=1",
        say: {
          no_permission: "Metronome refuses this API token. It may be archived, or may not read customers.",
        },
      },
      examples: {
        fields: { apiToken: "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c" },
        authorized: {
          url: "https://api.metronome.com/v1/customers?limit=1",
          headers: { authorization: "Bearer 0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c" },
        },
      },
    },
  },
});
