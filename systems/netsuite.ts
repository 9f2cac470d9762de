import {
  billToInvoice,
  defineSystem,
  examplePrivateKey,
  key,
  oauth1,
  oauthClientCredentials,
  outgoing,
  privateKeyPem,
  select,
  text,
} from "credenza/define";

const accountId = text({
  label: "Account ID",
  help: "Setup > Company > Company Information. A sandbox ends in _SB1.",
  placeholder: "1234567_SB1",
  pattern: "^[A-Za-z0-9]{3,20}([_-][A-Za-z0-9]{2,10})?$",
  patternMessage: "An account ID looks like 1234567 or 1234567_SB1.",
});
const test = {
  path: "/query/v1/suiteql?limit=1",
  headers: { prefer: "transient" },
  json: { q: "SELECT 1 AS one FROM DUAL" },
};

export default defineSystem({
  id: "netsuite",
  name: "NetSuite",
  category: "Accounting and ERP",
  color: "#1b3a57",
  order: 13,
  summary: "Records, SuiteQL and RESTlets of an Oracle NetSuite account.",
  website: "https://www.netsuite.com",
  limits: "Calls at the same time are limited by account; beyond that NetSuite answers 429.",
  notes: [
    "NetSuite shows why a sign-in failed only in Setup > Users/Roles > View Login Audit Trail.",
    "The body of a refused call is not confirmed against a live account; the verdict goes by the status.",
  ],
  integrations: {
    presets: [
      billToInvoice({
        externalTable: "invoice",
        accountTable: "customer",
        externalId: `steps[0].id`,
        steps: [
          {
            method: "PUT",
            path: "/record/v1/invoice/eid:{entity.id}",
            mapping: `{
  "entity": { "id": accountExternalId },
  "tranDate": entity.billDate,
  "dueDate": entity.dueDate,
  "memo": "Bill " & entity.id,
  "item": { "items": [entity.lineItems.{ "item": { "id": "1" }, "description": description, "quantity": 1, "rate": subtotal,
    "amount": subtotal }] }
}`,
          },
        ],
      }),
    ],
    refusals: [
      { body: "accounting period|period is (closed|locked)", means: "ACCOUNTING_PERIOD_CLOSED" },
      { body: "already (been )?paid|paid in full", means: "INVOICE_ALREADY_PAID" },
    ],
  },
  basis: {
    comparedWith: ["oauth-1.0a", "oidc-provider", "the published OAuth 1.0a examples"],
    readIn: [
      "The request for a token, the claims and algorithms of its assertion, and the hour that a token lives (docs.oracle.com/en/cloud/saas/netsuite)",
    ],
    unconfirmed: [
      "The test call is written from general knowledge, and our assertion names its subject and id beside what NetSuite asks for.",
      "The SOAP token passport is not made.",
    ],
  },
  destinations: {
    NETSUITE: outgoing("NetSuite", "https://{accountId:host}.suitetalk.api.netsuite.com/services/rest", {
      hosts: ["{accountId:host}.restlets.api.netsuite.com"],
      description:
        "Records by path, such as /record/v1/customer; RESTlets by a full URL on the account's RESTlet host.",
    }),
  },
  credentialTypes: {
    NETSUITE_AUTH: {
      name: "NetSuite token-based authentication",
      summary: "The keys of an integration record and of an access token made for it.",
      default: true,
      fields: {
        accountId,
        consumerKey: key({
          label: "Consumer key",
          help: "Setup > Integration > Manage Integrations > New, with token-based authentication. Shown once.",
        }),
        consumerSecret: key({ label: "Consumer secret", help: "Shown once beside the consumer key." }),
        tokenId: key({ label: "Token ID", help: "Setup > Users/Roles > Access Tokens > New. Shown once." }),
        tokenSecret: key({ label: "Token secret", help: "Shown once beside the token ID." }),
      },
      keyName: "token",
      scopes: ["REST Web Services and Log in using Access Tokens, in the token's role"],
      authorize: oauth1({
        consumerKey: "{consumerKey}",
        consumerSecret: "{consumerSecret}",
        token: "{tokenId}",
        tokenSecret: "{tokenSecret}",
        realm: "{accountId:realm}",
      }),
      test,
      examples: {
        fields: {
          accountId: "1234567_SB1",
          consumerKey: "71cc02b731f05895561ef0862d71553a",
          consumerSecret: "7278da58caf07f5c336301a601203d10",
          tokenId: "89e08d9767c5ac85b374415725567d05",
          tokenSecret: "060cd9ab3ffbbe1e3d3918e90165ffd3",
        },
        refused: [
          { fields: { accountId: "1234567.evil" }, field: "accountId" },
          { fields: { accountId: "https://1234567.app.netsuite.com" }, field: "accountId" },
        ],
      },
    },
    NETSUITE_M2M: {
      name: "NetSuite OAuth 2 certificate",
      summary: "An integration record with client credentials, and a certificate mapped to a user and a role.",
      keyName: "key",
      fields: {
        accountId,
        clientId: key({ label: "Client ID", help: "Setup > Integration > Manage Integrations. Shown once." }),
        certificateId: text({
          label: "Certificate ID",
          help: "Setup > Integration > OAuth 2.0 Client Credentials Setup.",
          pattern: "^[\\w-]+$",
        }),
        algorithm: select({
          label: "Algorithm",
          help: "That of the key: PS for RSA, ES for elliptic curves.",
          defaultValue: "PS256",
          options: ["ES256", "ES384", "ES512", "PS256", "PS384", "PS512"],
        }),
        privateKey: privateKeyPem({ help: "PEM, of the certificate." }),
        scope: select({
          label: "What it calls",
          help: "No more than is ticked on the integration record, or NetSuite gives no token.",
          defaultValue: "rest_webservices",
          options: {
            rest_webservices: "REST web services",
            "restlets,rest_webservices": "REST web services and RESTlets",
          },
        }),
      },
      scopes: ["REST Web Services, and RESTlets for RESTlets, on the integration record"],
      authorize: oauthClientCredentials({
        tokenUrl: "/auth/oauth2/v1/token",
        clientAuthentication: "privateKeyJwt",
        assertion: {
          privateKey: "{privateKey}",
          algorithm: "{algorithm}",
          keyId: "{certificateId}",
          claims: { scope: "{scope}" },
        },
      }),
      test,
      examples: {
        fields: {
          accountId: "1234567_SB1",
          clientId: "71cc02b731f05895561ef0862d71553a71cc02b731f05895561ef0862d71553a",
          certificateId: "certificate_1",
          privateKey: examplePrivateKey,
        },
      },
    },
  },
});
