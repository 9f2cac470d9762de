import {
  appOf,
  billToInvoice,
  defineSystem,
  exampleAppId,
  hmacWebhook,
  incoming,
  oauthApp,
  oauthCode,
  outgoing,
  received,
  sandbox,
} from "credenza/define";

export default defineSystem({
  id: "quickbooks",
  name: "QuickBooks Online",
  category: "Accounting and ERP",
  color: "#2ca01c",
  order: 35,
  summary: "Customers, invoices and payments of a QuickBooks Online company.",
  website: "https://quickbooks.intuit.com",
  keywords: ["Intuit"],
  limits: "500 calls a minute for each company, 10 a second for each app.",
  notes: ["The refresh token changes about once a day and ends after five years at the latest; then sign in again."],
  integrations: {
    presets: [
      billToInvoice({
        externalTable: "Invoice",
        accountTable: "Customer",
        externalId: `steps[0].Invoice.Id`,
        steps: [
          {
            method: "POST",
            path: "/v3/company/{credential.realmId}/invoice?minorversion=75&requestid={requestKey}",
            mapping: `{
  "CustomerRef": { "value": accountExternalId },
  "TxnDate": entity.billDate,
  "DueDate": entity.dueDate,
  "CurrencyRef": { "value": entity.currency },
  "PrivateNote": "Bill " & entity.id,
  "Line": [entity.lineItems.{ "DetailType": "SalesItemLineDetail", "Amount": subtotal, "Description": description,
    "SalesItemLineDetail": { "ItemRef": { "value": "1" } } }]
}`,
          },
        ],
      }),
    ],
    refusals: [
      { body: 'Account Period Closed|"code": ?"6210"', means: "ACCOUNTING_PERIOD_CLOSED" },
      { body: "already (been )?paid", means: "INVOICE_ALREADY_PAID" },
    ],
  },
  basis: {
    comparedWith: ["intuit-oauth"],
    readIn: [
      "Webhooks are a list of CloudEvents beside the older form (github.com/intuit/quickbooks-v3-php-sdk)",
      "Limits (developer.intuit.com/app/developer/qbo/docs/learn/limits-and-throttles)",
    ],
    unconfirmed: [
      "Intuit publishes no example of a signature; the one in the tests is computed by its rule.",
      "The older form of webhooks has no id of the event: it is deduplicated by its bytes for as long as the window is.",
      "The bodies of refusals are not confirmed; the verdict goes by the status.",
    ],
  },
  destinations: {
    QUICKBOOKS: outgoing("QuickBooks", "https://quickbooks.api.intuit.com"),
    QUICKBOOKS_SANDBOX: sandbox("QuickBooks sandbox", "https://sandbox-quickbooks.api.intuit.com"),
    QUICKBOOKS_WEBHOOK: incoming("QuickBooks webhooks"),
  },
  credentialTypes: {
    OAUTH_CODE: {
      name: "QuickBooks sign-in",
      summary: "Sign in at Intuit, choose the company and allow your OAuth app.",
      default: true,
      keyName: "connection",
      fields: {
        appId: appOf("QUICKBOOKS_OAUTH_APP"),
        realmId: received({ label: "Company id", pattern: "^[0-9]{10,19}$" }),
      },
      authorize: oauthCode({
        app: "QUICKBOOKS_OAUTH_APP",
        authorizeUrl: "https://appcenter.intuit.com/connect/oauth2",
        tokenUrl: "https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer",
        revoke: {
          url: "https://developer.api.intuit.com/v2/oauth2/tokens/revoke",
          bodyFormat: "json",
          members: { token: "{refreshToken}" },
        },
        issuer: "https://oauth.platform.intuit.com/op/v1",
        scopes: ["com.intuit.quickbooks.accounting"],
        pkce: false,
        keep: { realmId: { redirect: "realmId" } },
        refresh: { lifetimeMember: "x_refresh_token_expires_in" },
      }),
      headers: { Accept: "application/json" },
      test: { path: "/v3/company/{realmId}/companyinfo/{realmId}?minorversion=75" },
      examples: { fields: { appId: exampleAppId } },
    },
    QUICKBOOKS_OAUTH_APP: oauthApp("QuickBooks", {
      where: "developer.intuit.com > your app > Keys & credentials. Sandbox and production have different keys.",
      link: { label: "Intuit: my apps", href: "https://developer.intuit.com/app/developer/dashboard" },
    }),
    QUICKBOOKS_VERIFIER_TOKEN: hmacWebhook({
      name: "QuickBooks verifier token",
      summary: "Signs what Intuit sends about the companies of your app.",
      secret: { label: "Verifier token", help: "developer.intuit.com > your app > Webhooks > Verifier token." },
      encoding: "base64",
      header: "intuit-signature",
      eventId: [{ each: ["id"] }],
      eventType: [{ bodyPath: "0.type" }, { bodyPath: "eventNotifications.0.dataChangeEvent.entities.0.name" }],
      sampleBody: '{"eventNotifications":[{"realmId":"1","dataChangeEvent":{"entities":[]}}],"sample":"{eventId}"}',
      examples: [{ signature: "y0M2fPyVPOHm4abNLDv0tzGPljz7n5J8Q1HyXFdxv9I=" }],
    }),
  },
});
