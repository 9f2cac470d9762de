import { clientId, clientSecret, defineSystem, oauthClientCredentials, outgoing, text } from "credenza/define";

const where = "Entra admin centre > App registrations > the app > Certificates & secrets.";

export default defineSystem({
  id: "azure-marketplace",
  name: "Azure Marketplace",
  category: "Marketplaces and cloud",
  color: "#0067b8",
  order: 20,
  summary: "Subscriptions and metered usage of SaaS offers on Azure Marketplace.",
  website: "https://azuremarketplace.microsoft.com",
  limits:
    "One usage event an hour for each resource and dimension, 25 events in a batch; no number of calls is published.",
  basis: {
    readIn: [
      "One usage event an hour for each resource and dimension (learn.microsoft.com/en-us/partner-center/marketplace/marketplace-metering-service-apis)",
    ],
    unconfirmed: [
      "The test call and its refusals are written from general knowledge; the token address and the resource are Microsoft's documented ones.",
      "The JWT of Marketplace's own webhooks is verified with Any webhook, Bearer JWT: aud, tid and appid are what Microsoft's samples name.",
      "That the app needs no API permission, and the size of a batch, are general knowledge.",
    ],
  },
  destinations: {
    AZURE_MARKETPLACE: outgoing("Azure Marketplace", "https://marketplaceapi.microsoft.com/api"),
  },
  credentialTypes: {
    AZURE_MARKETPLACE_CLIENT: {
      name: "Azure Marketplace app registration",
      summary: "The app registration that the offer names in its technical configuration.",
      default: true,
      keyName: "client",
      fields: {
        tenantId: text({
          label: "Directory (tenant) ID",
          help: "Entra admin centre > App registrations > the app > Overview.",
          pattern: "^[0-9a-fA-F-]{36}$",
          patternMessage: "A tenant ID is a UUID.",
        }),
        clientId: clientId({ help: where }),
        clientSecret: clientSecret({ help: where }),
      },
      scopes: ["the tenant and the app that the offer names in its technical configuration; no API permission"],
      authorize: oauthClientCredentials({
        tokenUrl: "https://login.microsoftonline.com/{tenantId}/oauth2/v2.0/token",
        clientAuthentication: "body",
        scope: "20e940b3-4c77-4b0b-9a53-9e16a1b010a7/.default",
      }),
      test: { path: "/saas/subscriptions?api-version=2018-08-31" },
      examples: {
        fields: {
          tenantId: "7d2cbb5e-6c1e-4a4e-9d51-3a1f2f1c0001",
          clientId: "client-id-example",
          clientSecret: "client-secret-example",
        },
        refused: [{ fields: { clientId: "a:b" }, field: "clientId" }],
      },
    },
  },
});
