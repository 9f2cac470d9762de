import {
  billToInvoice,
  clientId,
  clientSecret,
  defineSystem,
  intacctSession,
  oauthClientCredentials,
  outgoing,
  secret,
  text,
} from "credenza/define";

const where = "The app of your Sage developer account; Company > Setup > Security > Authorized Client Applications.";

const name = (label: string, help: string, optional?: boolean) =>
  text({ label, help, pattern: "^[^\\p{Cc}]+$", maxLength: 200, ...(optional ? { optional } : {}) });

export default defineSystem({
  id: "sage-intacct",
  name: "Sage Intacct",
  category: "Accounting and ERP",
  color: "#00704a",
  order: 17,
  summary: "Customers, invoices and the general ledger of a Sage Intacct company.",
  website: "https://www.sage.com/en-us/sage-business-cloud/intacct/",
  limits:
    "Transactions in a month and calls at the same time, by performance tier; 2 at a time unless you bought more.",
  notes: [
    "Error codes inside a refused sign-in are not confirmed against a live company; company, user and password cannot be told apart.",
    "The endpoint that a session names is called only on hosts of intacct.com.",
  ],
  integrations: {
    presets: [
      billToInvoice({
        externalTable: "invoice",
        accountTable: "customer",
        credentialTypes: ["SAGE_INTACCT_REST"],
        externalId: "steps[0].`ia::result`.key",
        steps: [
          {
            method: "POST",
            path: "/objects/accounts-receivable/invoice",
            mapping: `{
  "customer": { "id": accountExternalId },
  "invoiceDate": entity.billDate,
  "dueDate": entity.dueDate,
  "referenceNumber": entity.sequentialInvoiceNumber,
  "description": "Bill " & entity.id,
  "currency": { "baseCurrency": entity.currency, "txnCurrency": entity.currency },
  "lines": [entity.lineItems.{ "txnAmount": $formatNumber(subtotal, "0.00"), "memo": description,
    "glAccount": { "id": "4000" } }]
}`,
          },
        ],
      }),
    ],
    refusals: [
      { body: "period is (closed|locked)|books (are )?closed|closed period", means: "ACCOUNTING_PERIOD_CLOSED" },
      { body: "already (been )?paid", means: "INVOICE_ALREADY_PAID" },
    ],
  },
  basis: {
    comparedWith: ["@intacct/intacct-sdk"],
    readIn: [
      "Client credentials for a Web Services user (developer.sage.com/intacct)",
      "The token address and its client_secret_post (api.intacct.com/.well-known/openid-configuration)",
      "Transactions, calls at the same time and tiers (developer.sage.com/intacct/docs/developer-portal/api-essentials/txn-volume-concurrency-scaling)",
    ],
    unconfirmed: [
      "How Sage signs its outbound webhooks is not confirmed; see the decision on Sage Intacct.",
      "The number of calls at a time, and that a session needs no permission, were read with third parties.",
    ],
  },
  destinations: {
    SAGE_INTACCT: outgoing("Sage Intacct", "https://api.intacct.com/ia/xml/xmlgw.phtml", {
      description: "POST one or more <function> elements to the path itself; the envelope and the session are added.",
    }),
  },
  credentialTypes: {
    SAGE_INTACCT_XML: {
      name: "Sage Intacct web services",
      summary: "A sender of the Web Services licence and a web services user of the company.",
      default: true,
      fields: {
        senderId: name("Sender ID", "It comes with the Web Services developer licence. Letter case counts."),
        senderPassword: secret({ label: "Sender password", help: "Letter case counts.", trim: false }),
        companyId: name(
          "Company ID",
          "As at sign-in. The company must authorise the sender: Company > Setup > Security.",
        ),
        userId: name("User ID", "Company > Admin > Web Services Users."),
        userPassword: secret({ label: "User password", trim: false }),
        locationId: name("Entity ID", "Only of a company with several entities.", true),
      },
      keyName: "sign-in",
      scopes: ["a Web Services user whose role has the permissions of what you call; none for the test"],
      authorize: intacctSession({
        senderId: "{senderId}",
        senderPassword: "{senderPassword}",
        companyId: "{companyId}",
        userId: "{userId}",
        userPassword: "{userPassword}",
        locationId: "{locationId}",
        endpointSuffix: ".intacct.com",
      }),
      test: {
        path: "",
        method: "POST",
        body: '<function controlid="test"><getAPISession/></function>',
        headers: { "content-type": "application/xml" },
        success: { includes: "<status>success</status>" },
      },
      examples: {
        fields: {
          senderId: "acme-sender",
          senderPassword: "s3nder & <secret>",
          companyId: "acme",
          userId: "xml_gateway",
          userPassword: "us3r 'secret'",
        },
      },
    },
    SAGE_INTACCT_REST: {
      name: "Sage Intacct REST client",
      summary: "An OAuth app that the company authorised for a web services user.",
      keyName: "client",
      fields: {
        clientId: clientId({ label: "Client ID", help: where }),
        clientSecret: clientSecret({ help: where }),
        username: text({
          label: "Username",
          help: "User and company, such as xml_gateway@acme; with |entity at the end for one entity.",
          pattern: "^[^@\\s]+@[^@\\s]+$",
          patternMessage: "A username looks like user@company.",
        }),
      },
      baseUrls: { SAGE_INTACCT: "https://api.intacct.com/ia/api/v1" },
      scopes: ["a Web Services user whose role has the permissions of what you call; none for the token"],
      authorize: oauthClientCredentials({
        tokenUrl: "/oauth2/token",
        clientAuthentication: "body",
        parameters: { username: "{username}" },
        failures: [{ body: { includes: "REST-2102" }, means: "wrong_key" }],
      }),
      examples: {
        fields: { clientId: "client-id-example", clientSecret: "client-secret-example", username: "xml_gateway@acme" },
        refused: [{ fields: { username: "xml_gateway" }, field: "username" }],
      },
    },
  },
});
