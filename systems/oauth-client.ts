import {
  clientId,
  clientSecret,
  defineSystem,
  examplePrivateKey,
  oauthClientCredentials,
  outgoing,
  printable,
  privateKeyPem,
  select,
  text,
  tlsClient,
  url,
} from "credenza/define";

const https = (label: string, help: string, placeholder: string) =>
  url({
    label,
    help,
    placeholder,
    pattern: "^https://[^\\s?#]+$",
    patternMessage: "Use an address that begins with https://.",
  });
const client = {
  baseUrl: https("Base URL", "Calls go below it.", "https://api.example.com/v1"),
  tokenUrl: https("Token URL", "The token endpoint.", "https://auth.example.com/oauth/token"),
  clientId: clientId(printable),
};
const wanted = {
  scope: text({ label: "Scope", help: "With spaces between several.", optional: true, maxLength: 1000 }),
  audience: text({ label: "Audience", help: "Where the token endpoint asks for one.", optional: true }),
  resource: text({ label: "Resource", help: "Where the token endpoint asks for one.", optional: true }),
};
const asked = {
  tokenUrl: "{tokenUrl}",
  scope: "{scope}",
  parameters: { audience: "{audience}", resource: "{resource}" },
};
const example = {
  baseUrl: "https://api.example.com/v1",
  tokenUrl: "https://auth.example.com/oauth/token",
  clientId: "client-id-example",
};

export default defineSystem({
  id: "oauth-client",
  name: "Any API with OAuth client credentials",
  category: "Any system",
  color: "#495057",
  summary: "An API of yours or of a system that is not listed, with an OAuth 2 client.",
  limits: "Those of the API at your base URL; a 429 goes back to the caller with its Retry-After.",
  basis: { comparedWith: ["oidc-provider"], unconfirmed: [] },
  destinations: { OAUTH_CLIENT: outgoing("OAuth client credentials", "{baseUrl}") },
  credentialTypes: {
    OAUTH_CLIENT_CREDENTIALS: {
      name: "OAuth client credentials",
      summary: "A client id and secret, and the address where tokens are had.",
      default: true,
      keyName: "client",
      fields: { ...client, clientSecret: clientSecret(), ...wanted },
      scopes: ["the scopes that its calls ask for, given to the client by its server; none for the token"],
      authorize: oauthClientCredentials({ ...asked, clientAuthentication: "basicFormEncoded" }),
      examples: {
        fields: { ...example, clientSecret: "client-secret-example" },
        refused: [
          { fields: { tokenUrl: "http://auth.example.com/token" }, field: "tokenUrl" },
          { fields: { clientSecret: "first\nsecond" }, field: "clientSecret" },
        ],
      },
    },
    OAUTH_CLIENT_KEY: {
      name: "OAuth client with a signing key",
      summary: "A client that signs its requests for tokens with its own key (private_key_jwt, RFC 7523).",
      keyName: "key",
      fields: {
        ...client,
        algorithm: select({
          label: "Algorithm",
          help: "That of the key: RS and PS for RSA, ES for elliptic curves.",
          defaultValue: "PS256",
          options: ["PS256", "PS384", "PS512", "RS256", "RS384", "RS512", "ES256", "ES384", "ES512"],
        }),
        keyId: text({ label: "Key id", help: "`kid`, where the server asks for one.", optional: true, maxLength: 200 }),
        privateKey: privateKeyPem({ help: "PEM. Its public half is registered with the server." }),
        assertionAudience: text({
          label: "Audience of the assertion",
          help: "Where the server wants its issuer there and not the token URL.",
          optional: true,
          maxLength: 500,
        }),
        ...wanted,
      },
      scopes: ["the scopes that its calls ask for, given to the client by its server; none for the token"],
      authorize: oauthClientCredentials({
        ...asked,
        clientAuthentication: "privateKeyJwt",
        assertion: {
          privateKey: "{privateKey}",
          algorithm: "{algorithm}",
          keyId: "{keyId}",
          audience: "{assertionAudience}",
        },
      }),
      examples: {
        fields: { ...example, privateKey: examplePrivateKey },
        refused: [{ fields: { privateKey: "MIIBexample" }, field: "privateKey" }],
      },
    },
    OAUTH_CLIENT_CERTIFICATE: {
      name: "OAuth client with a certificate",
      summary: "Mutual TLS: the connection shows the client's certificate, and tokens are bound to it (RFC 8705).",
      keyName: "certificate",
      fields: {
        ...client,
        ...tlsClient.fields,
        ...wanted,
      },
      scopes: ["the scopes that its calls ask for, given to the client by its server; none for the token"],
      authorize: oauthClientCredentials({
        ...asked,
        clientAuthentication: "none",
        certificate: tlsClient.shown,
      }),
      examples: {
        fields: { ...example, ...tlsClient.example },
        refused: [{ fields: { certificate: "MIIBexample" }, field: "certificate" }],
      },
    },
  },
});
