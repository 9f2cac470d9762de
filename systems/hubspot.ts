import {
  accountToCustomer,
  appOf,
  bearer,
  defineSystem,
  exampleAppId,
  key,
  oauthApp,
  oauthCode,
  outgoing,
} from "credenza/define";

/** Accounts become companies, so a sign-in asks for them too. */
const scopes = ["oauth", "crm.objects.contacts.read", "crm.objects.companies.read", "crm.objects.companies.write"];
const test = { path: "/account-info/v3/details" };
const revoked = (value: string) => ({ body: { path: "status", equals: value }, means: "revoked" as const });

const company = `{ "properties": {
  "name": entity.name,
  "address": entity.address.addressLine1,
  "city": entity.address.locality,
  "state": entity.address.region,
  "zip": entity.address.postCode,
  "country": entity.address.country
} }`;

export default defineSystem({
  id: "hubspot",
  name: "HubSpot",
  category: "CRM",
  color: "#ff5c35",
  order: 20,
  summary: "Contacts, companies and deals of a HubSpot account.",
  website: "https://www.hubspot.com",
  limits: "About 190 calls in ten seconds for each app and account.",
  rateLimit: { limit: "X-HubSpot-RateLimit-Max", remaining: "X-HubSpot-RateLimit-Remaining" },
  notes: [
    "Tokens come from version 2026-03 of HubSpot's OAuth addresses; version 1 ends on 2027-02-16.",
    "What version 2026-03 answers for a grant that has ended is not confirmed: invalid_grant and version 1's words are both taken for it.",
  ],
  integrations: {
    presets: [
      accountToCustomer({
        externalTable: "companies",
        externalId: `steps[0].id`,
        steps: [
          {
            method: "POST",
            path: "/crm/v3/objects/companies",
            mapping: company,
          },
        ],
        updateSteps: [
          {
            method: "PATCH",
            path: "/crm/v3/objects/companies/{externalId}",
            mapping: company,
          },
        ],
      }),
    ],
    lists: [
      {
        table: "companies",
        path: "/crm/v3/objects/companies?limit=100&properties=name",
        values: `results.{ "id": id, "name": properties.name }`,
      },
    ],
  },
  basis: {
    comparedWith: ["@hubspot/api-client", "the published v1 and v2 examples"],
    readIn: [
      "The scope of the account's details (developers.hubspot.com/docs/api-reference/latest/account/account-information/guide)",
    ],
    unconfirmed: [
      "The list of characters that HubSpot decodes before it signs with version 3 is recalled, not read; the URL as received counts too.",
      "The bodies of refusals are not confirmed; the verdict goes by the status.",
    ],
  },
  destinations: {
    HUBSPOT: outgoing("HubSpot", "https://api.hubapi.com", { hosts: ["api-eu1.hubapi.com"] }),
  },
  credentialTypes: {
    HUBSPOT_ACCESS_TOKEN: {
      name: "HubSpot private app token",
      summary: "The access token of a private app. It does not expire.",
      default: true,
      fields: {
        accessToken: key({
          label: "Access token",
          help: "Settings > Integrations > Private Apps > the app > Auth.",
          placeholder: "pat-eu1-…",
          recognise: [{ pattern: "^pat-(na|eu|ap)\\d-" }],
        }),
      },
      scopes: [
        "the scope oauth (every app has it) for the test",
        "the crm.objects scopes of what you call, such as crm.objects.companies.write",
      ],
      authorize: bearer({ token: "{accessToken}" }),
      test: { path: test.path },
      examples: {
        fields: { accessToken: "pat-eu1-00000000-0000-0000-0000-000000000000" },
        answers: [{ status: 403, body: { category: "MISSING_SCOPES" }, verdict: "no_permission" }],
      },
    },
    OAUTH_CODE: {
      name: "HubSpot sign-in",
      summary: "Sign in at HubSpot, choose the account and allow your OAuth app.",
      keyName: "connection",
      fields: { appId: appOf("HUBSPOT_OAUTH_APP") },
      authorize: oauthCode({
        app: "HUBSPOT_OAUTH_APP",
        authorizeUrl: "https://app.hubspot.com/oauth/authorize",
        tokenUrl: "https://api.hubapi.com/oauth/2026-03/token",
        clientAuthentication: "body",
        revoke: { url: "https://api.hubapi.com/oauth/2026-03/token/revoke" },
        scopes,
        pkce: false,
        refresh: { rotation: "never" },
        failures: [revoked("BAD_REFRESH_TOKEN"), revoked("BAD_AUTH_CODE")],
      }),
      test,
      examples: { fields: { appId: exampleAppId } },
    },
    HUBSPOT_OAUTH_APP: oauthApp("HubSpot", {
      where: "Your developer account > Apps > your app > Auth.",
      link: { label: "HubSpot: OAuth", href: "https://developers.hubspot.com/docs/apps/developer-platform/build-apps" },
    }),
  },
});
