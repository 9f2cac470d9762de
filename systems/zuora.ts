import { clientId, clientSecret, defineSystem, oauthClientCredentials, outgoing, select } from "credenza/define";

const where = "Settings > Administration > Manage Users > the user > New OAuth Client.";

export default defineSystem({
  id: "zuora",
  name: "Zuora",
  category: "Billing",
  color: "#11324d",
  order: 40,
  summary: "Subscriptions, invoices and the catalogue of a Zuora tenant.",
  website: "https://www.zuora.com",
  limits: "By tenant: calls in a minute, an hour and a day, and calls at the same time.",
  rateLimit: { limit: "RateLimit-Limit", remaining: "RateLimit-Remaining", reset: "RateLimit-Reset" },
  notes: ["Hosts beside those of US Cloud 1 are not confirmed against a live tenant."],
  basis: {
    readIn: [
      "Limits (developer.zuora.com/docs/guides/rate-limits)",
      "Platform roles of OAuth clients (docs.zuora.com/en/zuora-platform/system-management/administrator-settings/manage-users)",
    ],
    unconfirmed: ["That a refusal may come with 200 and success false is written from general knowledge."],
  },
  destinations: {
    ZUORA: outgoing("Zuora", "https://{host}"),
  },
  credentialTypes: {
    ZUORA_OAUTH_CLIENT: {
      name: "Zuora OAuth client",
      summary: "A client that an administrator makes for an API user.",
      default: true,
      keyName: "client",
      fields: {
        host: select({
          label: "Data centre",
          help: "The one in the address of your Zuora.",
          defaultValue: "rest.na.zuora.com",
          options: {
            "rest.na.zuora.com": "US Cloud 1",
            "rest.sandbox.na.zuora.com": "US Cloud 1 API sandbox",
            "rest.zuora.com": "US Cloud 2",
            "rest.apisandbox.zuora.com": "US Cloud 2 API sandbox",
            "rest.test.zuora.com": "US developer and central sandbox",
            "rest.eu.zuora.com": "EU",
            "rest.sandbox.eu.zuora.com": "EU API sandbox",
            "rest.test.eu.zuora.com": "EU developer and central sandbox",
            "rest.ap.zuora.com": "Asia-Pacific",
            "rest.test.ap.zuora.com": "Asia-Pacific developer and central sandbox",
          },
        }),
        clientId: clientId({ help: where }),
        clientSecret: clientSecret({ help: where }),
      },
      scopes: ["a Platform role of the API user, with API Write Access for writing"],
      authorize: oauthClientCredentials({ tokenUrl: "/oauth/token", clientAuthentication: "body" }),
      test: { path: "/v1/catalog/products?pageSize=1", success: { path: "success", equals: true } },
      examples: {
        fields: { host: "rest.na.zuora.com", clientId: "client-id-example", clientSecret: "client-secret-example" },
        refused: [{ fields: { clientId: "a:b" }, field: "clientId" }],
      },
    },
  },
});
