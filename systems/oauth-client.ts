import { defineSystem, key, oauthClientCredentials, text, url } from "credenza/define";

const https = (label: string, help: string, placeholder: string) =>
  url({
    label,
    help,
    placeholder,
    pattern: "^https://[^\\s?#]+$",
    patternMessage: "Use an address that begins with https://.",
  });

export default defineSystem({
  id: "oauth-client",
  name: "Any API with OAuth client credentials",
  category: "Any system",
  color: "#495057",
  summary: "An API of yours or of a system that is not listed, with an OAuth 2 client.",
  basis: { comparedWith: ["oidc-provider"], unconfirmed: [] },
  destinations: { OAUTH_CLIENT: { name: "OAuth client credentials", direction: "outgoing", baseUrl: "{baseUrl}" } },
  credentialTypes: {
    OAUTH_CLIENT_CREDENTIALS: {
      name: "OAuth client credentials",
      summary: "A client id and secret, and the address where tokens are had.",
      default: true,
      keyName: "client",
      fields: {
        baseUrl: https("Base URL", "Calls go below it.", "https://api.example.com/v1"),
        tokenUrl: https("Token URL", "The token endpoint.", "https://auth.example.com/oauth/token"),
        clientId: text({ label: "Client id", pattern: "^[^\\s:]+$", maxLength: 500 }),
        clientSecret: key({ label: "Client secret", maxLength: 2000 }),
        scope: text({ label: "Scope", help: "With spaces between several.", optional: true, maxLength: 1000 }),
        audience: text({ label: "Audience", help: "Where the token endpoint asks for one.", optional: true }),
        resource: text({ label: "Resource", help: "Where the token endpoint asks for one.", optional: true }),
      },
      authorize: oauthClientCredentials({
        tokenUrl: "{tokenUrl}",
        scope: "{scope}",
        parameters: { audience: "{audience}", resource: "{resource}" },
        clientAuthentication: "basicFormEncoded",
      }),
      examples: {
        fields: {
          baseUrl: "https://api.example.com/v1",
          tokenUrl: "https://auth.example.com/oauth/token",
          clientId: "client-id-example",
          clientSecret: "client-secret-example",
        },
        refused: [{ fields: { tokenUrl: "http://auth.example.com/token" }, field: "tokenUrl" }],
      },
    },
  },
});
