import {
  appOf,
  billToInvoice,
  clientId,
  clientSecret,
  defineSystem,
  exampleAppId,
  hmacWebhook,
  incoming,
  oauthApp,
  oauthClientCredentials,
  oauthCode,
  outgoing,
  received,
} from "credenza/define";

const where = "Xero developer > My apps > your app > Configuration.";
const link = { label: "Xero: my apps", href: "https://developer.xero.com/app/manage" };

export default defineSystem({
  id: "xero",
  name: "Xero",
  category: "Accounting and ERP",
  color: "#13b5ea",
  order: 30,
  summary: "Invoices, contacts and ledgers of a Xero organisation.",
  website: "https://www.xero.com",
  limits: "60 calls a minute and 5,000 a day for each organisation; 5 at a time.",
  notes: ["A connection that is not used for 60 days ends at Xero."],
  integrations: {
    presets: [
      billToInvoice({
        externalTable: "Invoice",
        accountTable: "Contact",
        externalId: `steps[0].Invoices[0].InvoiceID`,
        steps: [
          {
            method: "POST",
            path: "/api.xro/2.0/Invoices",
            mapping: `{ "Invoices": [{
  "Type": "ACCREC",
  "Status": "DRAFT",
  "Contact": { "ContactID": accountExternalId },
  "Date": entity.billDate,
  "DueDate": entity.dueDate,
  "CurrencyCode": entity.currency,
  "Reference": entity.sequentialInvoiceNumber ? entity.sequentialInvoiceNumber : entity.id,
  "LineItems": [entity.lineItems.{ "Description": description, "Quantity": 1, "UnitAmount": subtotal, "AccountCode": "200" }]
}] }`,
          },
        ],
      }),
    ],
    refusals: [
      { body: "period lock date|lock(ed)? date", means: "ACCOUNTING_PERIOD_CLOSED" },
      { status: 400, body: "already (been )?paid", means: "INVOICE_ALREADY_PAID" },
    ],
    lists: [
      {
        table: "Contact",
        path: "/api.xro/2.0/Contacts?summaryOnly=true&page=1",
        values: `Contacts.{ "id": ContactID, "name": Name }`,
      },
    ],
  },
  basis: {
    readIn: [
      "Intent to receive: 200 without a body for right signatures, 401 for wrong ones, within five seconds (developer.xero.com/documentation/webhooks)",
      "An old refresh token works for 30 minutes more when the answer was lost (community.xero.com/developer)",
      "Scopes of their own for invoices and payments, which apps made since March 2026 need (apideck.com/blog/xero-scopes)",
    ],
    unconfirmed: [
      "Xero publishes no example of a signature; the one in the tests is computed by its rule.",
      "Sign-in and refresh were not compared with Xero's own client, whose hosts cannot be changed.",
      "The scope of the test call is general knowledge.",
    ],
  },
  destinations: {
    XERO: outgoing("Xero", "https://api.xero.com"),
    XERO_WEBHOOK: incoming("Xero webhooks"),
  },
  credentialTypes: {
    OAUTH_CODE: {
      name: "Xero sign-in",
      summary: "Sign in at Xero, allow your OAuth app and choose the organisation.",
      default: true,
      keyName: "connection",
      fields: {
        appId: appOf("XERO_OAUTH_APP"),
        tenantId: received({ label: "Xero organisation", pattern: "^[0-9a-f-]{36}$" }),
      },
      authorize: oauthCode({
        app: "XERO_OAUTH_APP",
        authorizeUrl: "https://login.xero.com/identity/connect/authorize",
        tokenUrl: "https://identity.xero.com/connect/token",
        revoke: { url: "https://identity.xero.com/connect/revocation", members: { token: "{refreshToken}" } },
        issuer: "https://identity.xero.com",
        scopes: [
          "offline_access",
          "accounting.invoices",
          "accounting.payments",
          "accounting.contacts",
          "accounting.settings",
        ],
        tenants: { url: "https://api.xero.com/connections", id: "tenantId", name: "tenantName", field: "tenantId" },
        refresh: { retryOldForSeconds: 1800 },
      }),
      headers: { "xero-tenant-id": "{tenantId}" },
      test: { path: "/api.xro/2.0/Organisation" },
      examples: { fields: { appId: exampleAppId } },
    },
    XERO_CUSTOM_CONNECTION: {
      name: "Xero custom connection",
      summary: "An app that Xero binds to one organisation: no sign-in is needed.",
      keyName: "client",
      fields: {
        clientId: clientId({ help: where, link }),
        clientSecret: clientSecret({ help: where }),
      },
      scopes: [
        "accounting.settings.read for the test",
        "the accounting scopes of what you call, such as accounting.invoices",
      ],
      authorize: oauthClientCredentials({ tokenUrl: "https://identity.xero.com/connect/token" }),
      test: { path: "/api.xro/2.0/Organisation" },
      examples: {
        fields: { clientId: "0123456789ABCDEF", clientSecret: "xero-secret-example" },
        refused: [{ fields: { clientId: "a:b" }, field: "clientId" }],
      },
    },
    XERO_OAUTH_APP: oauthApp("Xero", { where, link }),
    XERO_WEBHOOK_KEY: hmacWebhook({
      name: "Xero webhook key",
      summary: "Signs what Xero sends, and answers its intent to receive.",
      secret: {
        label: "Webhook key",
        help: "developer.xero.com > My Apps > your app > Webhooks. It is used as it stands, not decoded.",
      },
      encoding: "base64",
      header: "x-xero-signature",
      answer: "",
      eventId: [{ list: "events", each: ["resourceId", "eventType", "eventCategory", "eventDateUtc"] }],
      eventType: [{ bodyPath: "events.0.eventType" }],
      sampleBody: '{"events":[],"firstEventSequence":0,"lastEventSequence":0,"entropy":"{eventId}"}',
      examples: [{ signature: "y0M2fPyVPOHm4abNLDv0tzGPljz7n5J8Q1HyXFdxv9I=" }],
    }),
  },
});
