import type { OauthRules } from "./rules.ts";

const tenant = "7d2cbb5e-6c1e-4a4e-9d51-3a1f2f1c0001";
const invalidGrant = { status: 400, body: { error: "invalid_grant" } };

const quickbooks = (host: string): OauthRules => ({
  token: "https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer",
  client: "basic",
  expiresIn: 3600,
  answer: { x_refresh_token_expires_in: 8_726_400 },
  code: {
    authorize: "https://appcenter.intuit.com/connect/oauth2",
    scopes: "com.intuit.quickbooks.accounting",
    pkce: false,
    refreshToken: "single-use",
    redirect: { realmId: "9130347596842345" },
    kept: { realmId: "9130347596842345" },
    revoke: {
      url: "https://developer.api.intuit.com/v2/oauth2/tokens/revoke",
      client: "basic",
      format: "json",
      members: { token: "token" },
    },
    ended: invalidGrant,
  },
  api: `https://${host}`,
  headers: { accept: "application/json" },
  test: `https://${host}/v3/company/9130347596842345/companyinfo/9130347596842345?minorversion=75`,
});

const stripe: OauthRules = {
  token: "https://connect.stripe.com/oauth/token",
  client: "basic, secret as user",
  expiresIn: undefined,
  answer: { stripe_user_id: "acct_1032D82eZvKYlo2C", livemode: false, scope: "read_write" },
  code: {
    authorize: "https://connect.stripe.com/oauth/authorize",
    scopes: "read_write",
    pkce: false,
    refreshToken: "the same",
    kept: { stripeUserId: "acct_1032D82eZvKYlo2C" },
    revoke: {
      url: "https://connect.stripe.com/oauth/deauthorize",
      client: "basic, secret as user",
      members: { client_id: "client-id-example", stripe_user_id: "acct_1032D82eZvKYlo2C" },
    },
    ended: invalidGrant,
  },
  api: "https://api.stripe.com",
  headers: { "stripe-version": "2026-10-28.endive" },
  test: "https://api.stripe.com/v1/balance",
};

/** Sign-ins by redirect, and what a refresh brings there. */
export const signInRules: Record<string, OauthRules> = {
  "HUBSPOT OAUTH_CODE": {
    token: "https://api.hubapi.com/oauth/2026-03/token",
    client: "body",
    expiresIn: 1800,
    answer: { hub_id: 62515 },
    code: {
      authorize: "https://app.hubspot.com/oauth/authorize",
      scopes: "oauth crm.objects.contacts.read crm.objects.companies.read crm.objects.companies.write",
      revoke: {
        url: "https://api.hubapi.com/oauth/2026-03/token/revoke",
        client: "body",
        members: { token: "token", token_type_hint: "refresh_token" },
      },
      pkce: false,
      refreshToken: "the same",
      ended: { status: 400, body: { status: "BAD_REFRESH_TOKEN", message: "missing or invalid refresh token" } },
    },
    api: "https://api.hubapi.com",
    test: "https://api.hubapi.com/account-info/v3/details",
  },
  "QUICKBOOKS OAUTH_CODE": quickbooks("quickbooks.api.intuit.com"),
  "QUICKBOOKS_SANDBOX OAUTH_CODE": quickbooks("sandbox-quickbooks.api.intuit.com"),
  "SALESFORCE OAUTH_CODE": {
    token: "https://login.salesforce.com/services/oauth2/token",
    client: "body",
    expiresIn: undefined,
    answer: { instance_url: "https://acme.my.salesforce.com", id: "https://login.salesforce.com/id/00D/005" },
    code: {
      authorize: "https://login.salesforce.com/services/oauth2/authorize",
      scopes: "api refresh_token",
      pkce: true,
      refreshToken: "none",
      kept: { instanceUrl: "https://acme.my.salesforce.com" },
      revoke: {
        url: "https://login.salesforce.com/services/oauth2/revoke",
        client: "grant",
        members: { token: "token" },
      },
      ended: { status: 400, body: { error: "invalid_grant", error_description: "expired access/refresh token" } },
    },
    api: "https://acme.my.salesforce.com",
    test: "https://acme.my.salesforce.com/services/data/",
  },
  "STRIPE OAUTH_CODE": stripe,
  "STRIPE_TEST OAUTH_CODE": stripe,
  "XERO OAUTH_CODE": {
    token: "https://identity.xero.com/connect/token",
    client: "basic",
    expiresIn: 1800,
    code: {
      authorize: "https://login.xero.com/identity/connect/authorize",
      scopes: "offline_access accounting.invoices accounting.payments accounting.contacts accounting.settings",
      pkce: true,
      refreshToken: "single-use",
      tenants: { url: "https://api.xero.com/connections", list: [{ tenantId: tenant, tenantName: "Acme Ltd" }] },
      kept: { tenantId: tenant },
      revoke: { url: "https://identity.xero.com/connect/revocation", client: "basic", members: { token: "token" } },
      ended: invalidGrant,
    },
    api: "https://api.xero.com",
    headers: { "xero-tenant-id": tenant },
    test: "https://api.xero.com/api.xro/2.0/Organisation",
  },
};
