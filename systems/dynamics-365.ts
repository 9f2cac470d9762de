import { clientId, clientSecret, defineSystem, oauthClientCredentials, outgoing, text, url } from "credenza/define";

const where = "Entra admin centre > App registrations > the app > Certificates & secrets.";

export default defineSystem({
  id: "dynamics-365",
  name: "Microsoft Dynamics 365",
  category: "CRM",
  color: "#0b53ce",
  order: 30,
  summary: "Tables of a Dataverse environment: accounts, orders, invoices.",
  website: "https://dynamics.microsoft.com",
  limits: "6,000 calls in five minutes for each user, 52 at a time and 20 minutes of execution; 429 beyond.",
  rateLimit: { remaining: "x-ms-ratelimit-burst-remaining-xrm-requests" },
  notes: ["The app must be an application user: Power Platform admin centre > the environment > Users."],
  basis: {
    readIn: [
      "Limits in a window of five minutes (learn.microsoft.com/power-apps/maker/data-platform/api-limits-overview)",
    ],
    unconfirmed: [
      "Error codes of Microsoft Entra (AADSTS) and the 403 without an application user are written from general knowledge.",
      "The numbers of the limits, and the role, were read with third parties.",
    ],
  },
  destinations: {
    DYNAMICS_365: outgoing("Dynamics 365", "{environmentUrl}"),
  },
  credentialTypes: {
    DYNAMICS_365_CLIENT: {
      name: "Dynamics 365 app registration",
      summary: "An app registration that is an application user of the environment.",
      default: true,
      keyName: "client",
      fields: {
        environmentUrl: url({
          label: "Environment URL",
          help: "Power Platform admin centre > Environments.",
          placeholder: "https://acme.crm4.dynamics.com",
          pattern: "^https://[a-z0-9]([a-z0-9-]*[a-z0-9])?\\.crm[0-9]{0,2}\\.dynamics\\.com/?$",
          patternMessage: "An environment URL looks like https://acme.crm4.dynamics.com.",
        }),
        tenantId: text({
          label: "Directory (tenant) ID",
          help: "Entra admin centre > App registrations > the app > Overview.",
          pattern: "^[0-9a-fA-F-]{36}$",
          patternMessage: "A tenant ID is a UUID.",
        }),
        clientId: clientId({ help: where }),
        clientSecret: clientSecret({ help: where }),
      },
      scopes: ["a security role of the application user for what you call; any role for the test"],
      authorize: oauthClientCredentials({
        tokenUrl: "https://login.microsoftonline.com/{tenantId}/oauth2/v2.0/token",
        clientAuthentication: "body",
        scope: "{environmentUrl}/.default",
      }),
      test: { path: "/api/data/v9.2/WhoAmI" },
      examples: {
        fields: {
          environmentUrl: "https://acme.crm4.dynamics.com",
          tenantId: "7d2cbb5e-6c1e-4a4e-9d51-3a1f2f1c0001",
          clientId: "client-id-example",
          clientSecret: "client-secret-example",
        },
        refused: [{ fields: { clientId: "a:b" }, field: "clientId" }],
      },
    },
  },
});
