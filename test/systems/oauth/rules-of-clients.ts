import type { OauthRules } from "./rules.ts";

const tenant = "7d2cbb5e-6c1e-4a4e-9d51-3a1f2f1c0001";
const user = "7d2cbb5e-6c1e-4a4e-9d51-3a1f2f1c0002";
const organization = "0193f0aa-7a52-7cc0-8d0e-1f6d2f9c9a11";

const entra = {
  token: `https://login.microsoftonline.com/${tenant}/oauth2/v2.0/token`,
  client: "body",
  expiresIn: 3599,
  answer: { ext_expires_in: 3599 },
} as const;

const docusign = (account: string, api: string): OauthRules => ({
  token: `https://${account}/oauth/token`,
  client: "grant",
  assertion: {
    algorithm: "RS256",
    issuer: tenant,
    subject: user,
    audience: account,
    scope: "signature impersonation",
    longestSeconds: 3600,
  },
  expiresIn: 3600,
  api,
  test: `https://${account}/oauth/userinfo`,
});

const paypal = (host: string): OauthRules => ({
  token: `https://${host}/v1/oauth2/token`,
  client: "basic",
  expiresIn: 32_400,
  answer: { app_id: "APP-80W284485P519543T", nonce: "n" },
  api: `https://${host}`,
  test: `https://${host}/v1/notifications/webhooks`,
});

const salesforce = { instance_url: "https://acme.my.salesforce.com", id: "https://login.salesforce.com/id/00D/005" };
const salesforceApi = { api: "https://acme.my.salesforce.com", test: "https://acme.my.salesforce.com/services/data/" };

/** Clients that need nobody to sign in. */
export const clientRules: Record<string, OauthRules> = {
  "AZURE_MARKETPLACE AZURE_MARKETPLACE_CLIENT": {
    ...entra,
    members: { scope: "20e940b3-4c77-4b0b-9a53-9e16a1b010a7/.default" },
    api: "https://marketplaceapi.microsoft.com/api",
    test: "https://marketplaceapi.microsoft.com/api/saas/subscriptions?api-version=2018-08-31",
  },
  "DATABRICKS DATABRICKS_M2M": {
    token: "https://dbc-1234-abcd.cloud.databricks.com/oidc/v1/token",
    client: "basic",
    members: { scope: "all-apis" },
    expiresIn: 3600,
    api: "https://dbc-1234-abcd.cloud.databricks.com",
    test: "https://dbc-1234-abcd.cloud.databricks.com/api/2.0/preview/scim/v2/Me",
  },
  "DOCUSIGN DOCUSIGN_JWT": docusign("account.docusign.com", "https://www.docusign.net/restapi"),
  "DOCUSIGN_DEMO DOCUSIGN_DEMO_JWT": docusign("account-d.docusign.com", "https://demo.docusign.net/restapi"),
  "DYNAMICS_365 DYNAMICS_365_CLIENT": {
    ...entra,
    members: { scope: "https://acme.crm4.dynamics.com/.default" },
    api: "https://acme.crm4.dynamics.com",
    test: "https://acme.crm4.dynamics.com/api/data/v9.2/WhoAmI",
  },
  "GOOGLE_CLOUD GOOGLE_SERVICE_ACCOUNT": {
    token: "https://oauth2.googleapis.com/token",
    client: "grant",
    assertion: {
      algorithm: "RS256",
      keyId: "0123456789abcdef0123456789abcdef01234567",
      issuer: "robot@acme-prod.iam.gserviceaccount.com",
      audience: "https://oauth2.googleapis.com/token",
      scope: "https://www.googleapis.com/auth/cloud-platform",
      longestSeconds: 3600,
    },
    expiresIn: 3599,
    api: "https://cloudresourcemanager.googleapis.com",
    test: "https://cloudresourcemanager.googleapis.com/v1/projects/acme-prod",
  },
  "M3TER M3TER_SERVICE_USER": {
    token: "https://api.m3ter.com/oauth/token",
    client: "basic",
    format: "json",
    expiresIn: 18_000,
    claims: { orgId: organization },
    api: "https://api.m3ter.com",
    test: `https://api.m3ter.com/organizations/${organization}/users/me`,
  },
  "NETSUITE NETSUITE_M2M": {
    token: "https://1234567-sb1.suitetalk.api.netsuite.com/services/rest/auth/oauth2/v1/token",
    client: "assertion",
    assertion: {
      algorithm: "PS256",
      keyId: "certificate_1",
      issuer: "71cc02b731f05895561ef0862d71553a71cc02b731f05895561ef0862d71553a",
      subject: "71cc02b731f05895561ef0862d71553a71cc02b731f05895561ef0862d71553a",
      audience: "https://1234567-sb1.suitetalk.api.netsuite.com/services/rest/auth/oauth2/v1/token",
      scope: "rest_webservices",
      longestSeconds: 3600,
    },
    expiresIn: "3600",
    api: "https://1234567-sb1.suitetalk.api.netsuite.com/services/rest",
    test: "https://1234567-sb1.suitetalk.api.netsuite.com/services/rest/query/v1/suiteql?limit=1",
  },
  "OAUTH_CLIENT OAUTH_CLIENT_CREDENTIALS": {
    token: "https://auth.example.com/oauth/token",
    client: "basic, both form-encoded",
    expiresIn: 600,
    api: "https://api.example.com/v1",
    test: undefined,
  },
  "OAUTH_CLIENT OAUTH_CLIENT_KEY": {
    token: "https://auth.example.com/oauth/token",
    client: "assertion",
    assertion: {
      algorithm: "PS256",
      issuer: "client-id-example",
      subject: "client-id-example",
      audience: "https://auth.example.com/oauth/token",
      longestSeconds: 300,
    },
    expiresIn: 600,
    api: "https://api.example.com/v1",
    test: undefined,
  },
  "OAUTH_CLIENT OAUTH_CLIENT_CERTIFICATE": {
    token: "https://auth.example.com/oauth/token",
    client: "id alone",
    expiresIn: 600,
    api: "https://api.example.com/v1",
    test: undefined,
  },
  "PAYPAL PAYPAL_REST_APP": paypal("api-m.paypal.com"),
  "PAYPAL_SANDBOX PAYPAL_REST_APP": paypal("api-m.sandbox.paypal.com"),
  "SAGE_INTACCT SAGE_INTACCT_REST": {
    token: "https://api.intacct.com/ia/api/v1/oauth2/token",
    client: "body",
    members: { username: "xml_gateway@acme" },
    expiresIn: 21_600,
    api: "https://api.intacct.com/ia/api/v1",
    test: undefined,
  },
  "SALESFORCE SALESFORCE_CLIENT_CREDENTIALS": {
    token: "https://acme.my.salesforce.com/services/oauth2/token",
    client: "body",
    expiresIn: undefined,
    answer: salesforce,
    ...salesforceApi,
  },
  "SALESFORCE SALESFORCE_JWT": {
    token: "https://acme.my.salesforce.com/services/oauth2/token",
    client: "grant",
    assertion: {
      algorithm: "RS256",
      issuer: "3MVG9example",
      subject: "integration@acme.test",
      audience: "https://login.salesforce.com",
      longestSeconds: 180,
    },
    expiresIn: undefined,
    answer: salesforce,
    ...salesforceApi,
  },
  "XERO XERO_CUSTOM_CONNECTION": {
    token: "https://identity.xero.com/connect/token",
    client: "basic",
    expiresIn: 1800,
    api: "https://api.xero.com",
    test: "https://api.xero.com/api.xro/2.0/Organisation",
  },
  "ZUORA ZUORA_OAUTH_CLIENT": {
    token: "https://rest.na.zuora.com/oauth/token",
    client: "body",
    expiresIn: 3598,
    answer: { jti: "c18d6919" },
    api: "https://rest.na.zuora.com",
    test: "https://rest.na.zuora.com/v1/catalog/products?pageSize=1",
  },
};
