import { bearer, defineSystem, hostLabel, key, outgoing, text } from "credenza/define";

export default defineSystem({
  id: "saasoptics",
  name: "SaaSOptics",
  category: "Accounting and ERP",
  color: "#1971c2",
  summary: "Contracts, revenue recognition and customers of Maxio Core, formerly SaaSOptics.",
  website: "https://www.maxio.com",
  keywords: ["Maxio Core", "Maxio"],
  limits: "SaaSOptics publishes none that we found; a 429 goes back to the caller with its Retry-After.",
  notes: [
    "Maxio publishes no page on this authentication; it is what independent clients of the API send.",
    "Paths end with a slash, and lists come as count, next and results.",
  ],
  basis: {
    unconfirmed: [
      "That a refusal is 401 is the usual answer of its framework, and not confirmed.",
      "Permissions are general knowledge; limits were looked for and not found.",
    ],
  },
  destinations: {
    SAASOPTICS: outgoing("SaaSOptics", "https://{server}.saasoptics.com/{account}/api/v1.0"),
  },
  credentialTypes: {
    SAASOPTICS_API_TOKEN: {
      name: "SaaSOptics API token",
      summary: "An API token of one SaaSOptics account.",
      default: true,
      fields: {
        apiToken: key({
          label: "API token",
          help: "Ask the administrator of your account: it is made for the account.",
        }),
        server: hostLabel({
          label: "Server",
          help: "The first part of the address in your browser, such as s1 in https://s1.saasoptics.com.",
          placeholder: "s1",
          patternMessage: "Enter only the name before .saasoptics.com, such as s1.",
        }),
        account: text({
          label: "Account name",
          help: "The part of the address after .saasoptics.com/.",
          placeholder: "acme",
          pattern: "^[A-Za-z0-9_-]{1,100}$",
          patternMessage: "Enter only the account's name, without slashes.",
        }),
      },
      scopes: { nothingToChoose: "the token may do what its user may" },
      authorize: bearer({ token: "{apiToken}", prefix: "Token" }),
      test: { path: "/customers/?page_size=1" },
      examples: {
        fields: { apiToken: "5f6e7d8c9b0a1f2e3d4c5b6a79880716", server: "s1", account: "acme" },
        refused: [
          { fields: { account: "acme/other" }, field: "account" },
          { fields: { server: "s1.evil" }, field: "server" },
        ],
        authorized: {
          url: "https://s1.saasoptics.com/acme/api/v1.0/customers/?page_size=1",
          headers: { authorization: "Token 5f6e7d8c9b0a1f2e3d4c5b6a79880716" },
        },
      },
    },
  },
});
