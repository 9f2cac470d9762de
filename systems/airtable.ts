import { bearer, defineSystem, key, outgoing } from "credenza/define";

export default defineSystem({
  id: "airtable",
  name: "Airtable",
  category: "Work and code",
  color: "#f0b400",
  summary: "Bases, tables and records of Airtable.",
  website: "https://www.airtable.com",
  limits: "5 calls a second for each base; after a 429 Airtable wants 30 seconds of quiet.",
  basis: {
    readIn: ["Scopes and access of tokens (support.airtable.com/docs)"],
    unconfirmed: ["The test call whoami and AUTHENTICATION_REQUIRED were read with third parties."],
  },
  destinations: {
    AIRTABLE: outgoing("Airtable", "https://api.airtable.com/v0", { hosts: ["content.airtable.com"] }),
  },
  credentialTypes: {
    AIRTABLE_TOKEN: {
      name: "Airtable personal access token",
      summary: "A token with the scopes and the bases that you give it.",
      default: true,
      fields: {
        token: key({
          label: "Access token",
          help: "Builder hub > Personal access tokens. Airtable shows it once.",
          link: { label: "Airtable: tokens", href: "https://airtable.com/create/tokens" },
          placeholder: "pat…",
          recognise: [{ pattern: "^pat[A-Za-z0-9]{14}\\." }],
        }),
      },
      scopes: ["data.records:read for reading; none for the test"],
      authorize: bearer({ token: "{token}" }),
      test: { path: "/meta/whoami" },
      examples: {
        fields: { token: "patAAAAAAAAAAAAAA.example" },
        authorized: {
          url: "https://api.airtable.com/v0/meta/whoami",
          headers: { authorization: "Bearer patAAAAAAAAAAAAAA.example" },
        },
      },
    },
  },
});
