import {
  accountToCustomer,
  appOf,
  clientId,
  clientSecret,
  defineSystem,
  exampleAppId,
  examplePrivateKey,
  jwtBearer,
  oauthApp,
  oauthClientCredentials,
  oauthCode,
  outgoing,
  privateKeyPem,
  received,
  select,
  text,
  url,
} from "credenza/define";

const where = "Setup > App Manager > the connected app > Manage Consumer Details.";
const host = url({
  label: "My Domain URL",
  help: "Setup > My Domain. A sandbox looks like https://acme--test.sandbox.my.salesforce.com.",
  placeholder: "https://acme.my.salesforce.com",
  pattern: "^https://[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.(sandbox|develop|scratch|demo))?\\.my\\.salesforce\\.com/?$",
  patternMessage: "Use the My Domain URL, such as https://acme.my.salesforce.com, not the Lightning one.",
});
const consumerKey = clientId({ label: "Consumer key", help: where });
const byRefusal = { lifetime: { unsaidSeconds: null } };
const notApproved = { body: { includes: "hasn't approved" }, means: "no_permission" as const };
const test = {
  path: "/services/data/",
  say: { no_permission: "Salesforce knows the user, but it may not use the API." },
};
/** Of the flows without a sign-in: whom the app runs as decides what it may do. */
const scopes = ["the app's scope api", "the user's permission API Enabled, and those of what you call"];
const domain = { SALESFORCE: "{myDomainUrl}" };

const account = `{
  "Name": entity.name,
  "AccountNumber": entity.code,
  "BillingStreet": entity.address.addressLine1,
  "BillingCity": entity.address.locality,
  "BillingState": entity.address.region,
  "BillingPostalCode": entity.address.postCode,
  "BillingCountry": entity.address.country
}`;

export default defineSystem({
  id: "salesforce",
  name: "Salesforce",
  category: "CRM",
  color: "#00a1e0",
  order: 10,
  summary: "Accounts, opportunities and every other object of a Salesforce organization.",
  website: "https://www.salesforce.com",
  limits: "A daily number of API calls by edition.",
  notes: ["Salesforce does not say how long a token lives, so it is renewed when Salesforce refuses it."],
  integrations: {
    presets: [
      accountToCustomer({
        externalTable: "Account",
        externalId: `steps[0].id`,
        steps: [
          {
            method: "POST",
            path: "/services/data/v62.0/sobjects/Account",
            mapping: account,
          },
        ],
        updateSteps: [
          {
            method: "PATCH",
            path: "/services/data/v62.0/sobjects/Account/{externalId}",
            mapping: account,
          },
        ],
      }),
    ],
    lists: [
      {
        table: "Account",
        path: "/services/data/v62.0/query?q=SELECT+Id,Name+FROM+Account+ORDER+BY+Name+LIMIT+200",
        values: `records.{ "id": Id, "name": Name }`,
      },
    ],
  },
  basis: {
    comparedWith: ["jsforce"],
    readIn: ["Refusals of sign-ins, such as invalid_grant (developer.salesforce.com/docs)"],
    unconfirmed: [
      "Error codes of refusals other than that of a user who has not approved are written from general knowledge.",
      "Outbound messages of Salesforce are not signed and not offered.",
      "What the app and its user need without a sign-in was read with third parties.",
    ],
  },
  destinations: {
    SALESFORCE: outgoing("Salesforce", "{instanceUrl}"),
  },
  credentialTypes: {
    SALESFORCE_CLIENT_CREDENTIALS: {
      name: "Salesforce client credentials",
      summary: "A connected app with a run-as user. Nobody signs in.",
      default: true,
      keyName: "client",
      fields: {
        myDomainUrl: host,
        clientId: consumerKey,
        clientSecret: clientSecret({ label: "Consumer secret", help: where }),
      },
      baseUrls: domain,
      scopes,
      authorize: oauthClientCredentials({
        tokenUrl: "/services/oauth2/token",
        clientAuthentication: "body",
        ...byRefusal,
      }),
      test,
      examples: {
        fields: {
          myDomainUrl: "https://acme.my.salesforce.com",
          clientId: "3MVG9example",
          clientSecret: "0123456789ABCDEF",
        },
        refused: [
          { fields: { myDomainUrl: "https://acme.lightning.force.com" }, field: "myDomainUrl" },
          { fields: { myDomainUrl: "https://my.salesforce.com.evil.test" }, field: "myDomainUrl" },
        ],
      },
    },
    SALESFORCE_JWT: {
      name: "Salesforce JWT bearer",
      summary: "A connected app with a certificate, on behalf of a user who was approved beforehand.",
      keyName: "key",
      fields: {
        myDomainUrl: host,
        clientId: consumerKey,
        username: text({ label: "Username", help: "Of the Salesforce user.", pattern: "^\\S+@\\S+$", maxLength: 200 }),
        privateKey: privateKeyPem({ help: "PEM. Its certificate is uploaded to the connected app." }),
        audience: select({
          label: "Environment",
          defaultValue: "https://login.salesforce.com",
          options: { "https://login.salesforce.com": "Production", "https://test.salesforce.com": "Sandbox" },
        }),
      },
      baseUrls: domain,
      scopes,
      authorize: jwtBearer({
        tokenUrl: "/services/oauth2/token",
        clientAuthentication: "grant",
        assertion: {
          privateKey: "{privateKey}",
          algorithm: "RS256",
          subject: "{username}",
          audience: "{audience}",
          lifetimeSeconds: 180,
        },
        failures: [notApproved],
        ...byRefusal,
      }),
      test,
      examples: {
        fields: {
          myDomainUrl: "https://acme.my.salesforce.com",
          clientId: "3MVG9example",
          username: "integration@acme.test",
          privateKey: examplePrivateKey,
        },
      },
    },
    OAUTH_CODE: {
      name: "Salesforce sign-in",
      summary: "Sign in at Salesforce and allow your connected app.",
      keyName: "connection",
      fields: {
        appId: appOf("SALESFORCE_OAUTH_APP"),
        loginHost: select({
          label: "Environment",
          defaultValue: "login.salesforce.com",
          options: { "login.salesforce.com": "Production", "test.salesforce.com": "Sandbox" },
        }),
        instanceUrl: received({ label: "Instance", pattern: "^https://[a-z0-9.-]+\\.salesforce\\.com$" }),
      },
      authorize: oauthCode({
        app: "SALESFORCE_OAUTH_APP",
        authorizeUrl: "https://{loginHost}/services/oauth2/authorize",
        tokenUrl: "https://{loginHost}/services/oauth2/token",
        revoke: {
          url: "https://{loginHost}/services/oauth2/revoke",
          clientAuthentication: "grant",
          members: { token: "{refreshToken}" },
        },
        clientAuthentication: "body",
        scopes: ["api", "refresh_token"],
        keep: { instanceUrl: { token: "instance_url", hosts: [".my.salesforce.com", ".salesforce.com"] } },
        refresh: { rotation: "never" },
        ...byRefusal,
      }),
      test,
      examples: { fields: { appId: exampleAppId }, received: { instanceUrl: "https://acme.my.salesforce.com" } },
    },
    SALESFORCE_OAUTH_APP: oauthApp("Salesforce", {
      where,
      link: {
        label: "Salesforce: connected apps",
        href: "https://help.salesforce.com/s/articleView?id=sf.connected_app_overview.htm",
      },
    }),
  },
});
