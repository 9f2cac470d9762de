import { basic, defineSystem, hostLabel, key, mostlyFromMemory, outgoing } from "credenza/define";

export default defineSystem({
  id: "freshdesk",
  name: "Freshdesk",
  category: "Support",
  color: "#0a6f5c",
  summary: "Tickets, contacts and companies of a Freshdesk account.",
  website: "https://www.freshworks.com/freshdesk",
  keywords: ["Freshworks"],
  limits: "200, 400 or 700 calls a minute by plan, and 50 in a trial.",
  rateLimit: { limit: "X-RateLimit-Total", remaining: "X-RateLimit-Remaining" },
  basis: mostlyFromMemory({
    readIn: ["Calls a minute by plan (support.freshdesk.com/support/solutions/articles)"],
    unconfirmed: ["That a key has no permissions of its own is general knowledge."],
  }),
  destinations: {
    FRESHDESK: outgoing("Freshdesk", "https://{domain}.freshdesk.com/api/v2"),
  },
  credentialTypes: {
    FRESHDESK_API_KEY: {
      name: "Freshdesk API key",
      summary: "The API key of one agent.",
      default: true,
      fields: {
        apiKey: key({
          label: "API key",
          help: "Your picture > Profile settings > View API key.",
          link: {
            label: "Freshdesk: API key",
            href: "https://support.freshdesk.com/support/solutions/articles/215517",
          },
        }),
        domain: hostLabel({
          label: "Domain",
          help: "The name before .freshdesk.com.",
          placeholder: "acme",
          patternMessage: "Enter only the name before .freshdesk.com, such as acme.",
        }),
      },
      scopes: { nothingToChoose: "the key may do what its agent may" },
      authorize: basic({ username: "{apiKey}", password: "X" }),
      test: { path: "/agents/me" },
      examples: {
        fields: { apiKey: "aBcD1eFgH2iJkL3mNoP4", domain: "acme" },
        authorized: {
          url: "https://acme.freshdesk.com/api/v2/agents/me",
          headers: { authorization: "Basic YUJjRDFlRmdIMmlKa0wzbU5vUDQ6WA==" },
        },
        answers: [{ status: 401, body: { code: "invalid_credentials" }, verdict: "wrong_key" }],
      },
    },
  },
});
