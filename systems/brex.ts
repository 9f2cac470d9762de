import { bearer, defineSystem, fromMemory, key, outgoing } from "credenza/define";

export default defineSystem({
  id: "brex",
  name: "Brex",
  category: "Accounting and ERP",
  color: "#c2410c",
  summary: "Cards, expenses and transactions of a Brex account.",
  website: "https://www.brex.com",
  limits: "1,000 calls a minute.",
  notes: ["A token that is not used for 90 days ends by itself."],
  basis: fromMemory,
  destinations: {
    BREX: outgoing("Brex", "https://platform.brexapis.com"),
  },
  credentialTypes: {
    BREX_API_TOKEN: {
      name: "Brex user token",
      summary: "A token that an administrator makes, with the scopes that you tick.",
      default: true,
      fields: {
        apiToken: key({
          label: "User token",
          help: "Settings > Developer > Create token. Brex shows it once.",
          link: { label: "Brex: authentication", href: "https://developer.brex.com/docs/authentication/" },
          placeholder: "bxt_…",
          recognise: [{ pattern: "^bxt_" }],
        }),
      },
      scopes: ["Users: read for the test, and the scopes of what you call"],
      authorize: bearer({ token: "{apiToken}" }),
      test: { path: "/v2/users/me" },
      examples: {
        fields: { apiToken: "bxt_example" },
        authorized: {
          url: "https://platform.brexapis.com/v2/users/me",
          headers: { authorization: "Bearer bxt_example" },
        },
      },
    },
  },
});
