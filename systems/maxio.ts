import { basic, defineSystem, hostLabel, key, outgoing, select } from "credenza/define";

export default defineSystem({
  id: "maxio",
  name: "Maxio Advanced Billing",
  category: "Billing",
  color: "#0f4c5c",
  summary: "Subscriptions and invoices of a Maxio Advanced Billing site, formerly Chargify.",
  website: "https://www.maxio.com",
  keywords: ["Chargify"],
  limits: "By the kind of merchant and site, without a number of calls that we found; 429 beyond.",
  notes: ["Maxio refuses a key with plain text, so only the status decides."],
  basis: {
    readIn: [
      "The key as user name with the password x, on the site's host (pypi.org/project/maxio-advanced-billing-sdk)",
      "That merchants and sites have limits (maxio-chargify.zendesk.com/hc/en-us/articles)",
    ],
    unconfirmed: [
      "That a refusal may be plain text is not confirmed.",
      "That every key has full access was read with third parties.",
    ],
  },
  destinations: {
    MAXIO: outgoing("Maxio Advanced Billing", {
      field: "region",
      urls: { us: "https://{site}.chargify.com", eu: "https://{site}.ebilling.maxio.com" },
    }),
  },
  credentialTypes: {
    MAXIO_API_KEY: {
      name: "Advanced Billing API key",
      summary: "An API key of one Advanced Billing site.",
      default: true,
      fields: {
        apiKey: key({
          label: "API key",
          help: "Config > Integrations > API Keys. Each site has its own keys, test sites too.",
          link: { label: "Maxio: API keys", href: "https://docs.maxio.com/hc/en-us/articles/24294819360525-API-Keys" },
        }),
        site: hostLabel({
          label: "Site",
          help: "The first part of the address of your Advanced Billing site.",
          placeholder: "acme",
          patternMessage: "Enter only the name before .chargify.com, such as acme.",
        }),
        region: select({
          label: "Region",
          help: "Where your site is kept. European sites are at ebilling.maxio.com.",
          options: { us: "United States", eu: "Europe" },
          defaultValue: "us",
        }),
      },
      scopes: { nothingToChoose: "every key of a site may do everything on it" },
      authorize: basic({ username: "{apiKey}", password: "x" }),
      test: { path: "/site.json" },
      examples: {
        fields: { apiKey: "9zB1cD2eF3gH4iJ5kL6mN7oP8qR9s", site: "acme", region: "us" },
        refused: [{ fields: { site: "acme.chargify.com" }, field: "site" }],
        authorized: {
          url: "https://acme.chargify.com/site.json",
          headers: { authorization: "Basic OXpCMWNEMmVGM2dINGlKNWtMNm1ON29QOHFSOXM6eA==" },
        },
        answers: [{ status: 401, body: "HTTP Basic: Access denied.", verdict: "wrong_key" }],
      },
    },
  },
});
