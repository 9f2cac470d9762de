import { defineSystem, oauthClientCredentials, outgoing, secret, text, url } from "credenza/define";

const help = { label: "m3ter: API authentication", href: "https://docs.m3ter.com/api/authentication" };

export default defineSystem({
  id: "m3ter",
  name: "m3ter",
  category: "m3ter",
  color: "#0b7285",
  order: 40,
  summary: "The m3ter API, as a service user of your m3ter organization.",
  website: "https://www.m3ter.com",
  limits: "50 calls a second for an organization; 20,000 in five minutes for an address, 5,000 of the Ingest API.",
  basis: {
    readIn: ["Limits of both APIs, and policies of service users (docs.m3ter.com/guides)"],
    unconfirmed: ["Compared with our own API, which keeps to m3ter's contract, and not with the hosted product."],
  },
  destinations: {
    M3TER: outgoing("m3ter", "{baseUrl}", {
      hosts: ["ingest.m3ter.com"],
      description: "Configuration calls by path; measurements by a full URL on ingest.m3ter.com.",
    }),
  },
  credentialTypes: {
    M3TER_SERVICE_USER: {
      name: "m3ter service user",
      summary: "An access key of a service user. Credenza signs in with it and renews the token by itself.",
      default: true,
      fields: {
        baseUrl: url({
          label: "Base URL",
          help: "Another address only for a system that speaks the m3ter API, such as your own Credenza.",
          defaultValue: "https://api.m3ter.com",
          pattern: "^https://[A-Za-z0-9.-]+(:[0-9]{2,5})?(/[A-Za-z0-9._/-]*)?$",
          patternMessage: "Use an address that begins with https://, without a user and without a question mark.",
        }),
        accessKeyId: text({
          label: "Access key id",
          help: "Settings > Access > Service users > the service user's access keys.",
          link: help,
          pattern: "^[^\\s:]+$",
          patternMessage: "An access key id has no spaces and no colon.",
          maxLength: 200,
        }),
        apiSecret: secret({
          label: "API secret",
          help: "m3ter shows it once, when the access key is made.",
          link: help,
          pattern: "^\\S+$",
          patternMessage: "An API secret has no spaces. Copy it again, or make another access key.",
          maxLength: 500,
        }),
      },
      scopes: ["a permission policy of the service user, for what you call"],
      authorize: oauthClientCredentials({
        tokenUrl: "/oauth/token",
        clientId: "{accessKeyId}",
        clientSecret: "{apiSecret}",
        bodyFormat: "json",
      }),
      test: {
        path: "/organizations/{orgId}/users/me",
        say: {
          working: "Working: m3ter accepts the key of this service user.",
          wrong_key: "m3ter gave a token and then refused it. The access key may be inactive: check it in m3ter.",
          no_permission:
            "m3ter accepts the key, but the service user has no permission yet. Attach a permission policy in m3ter.",
        },
      },
      examples: {
        fields: {
          baseUrl: "https://api.m3ter.com",
          accessKeyId: "4f1d2a3b5c6d7e8f",
          apiSecret: "m3ter_secret_0123456789abcdef",
        },
        refused: [
          { fields: { accessKeyId: "with space" }, field: "accessKeyId" },
          { fields: { accessKeyId: "id:secret" }, field: "accessKeyId" },
          { fields: { apiSecret: "two words" }, field: "apiSecret" },
        ],
        answers: [
          { status: 200, body: { serviceUser: { id: "0193f0aa-7a52-7cc0-8d0e-1f6d2f9c9a10" } }, verdict: "working" },
        ],
      },
    },
  },
});
