import type { Scheme, SchemeName } from "../../src/define/schemes.ts";

export const code = (text: string): string => `\`${text}\``;

type Describe<Name extends SchemeName> = (scheme: Extract<Scheme, { scheme: Name }>) => string;

/** How a request is authorised, in a sentence. */
const schemes: { [Name in SchemeName]?: Describe<Name> } = {
  basic: ({ username, password }) =>
    `HTTP basic: username ${code(username)}, ${password === "" ? "an empty password" : `password ${code(password)}`}.`,
  bearer: ({ token, prefix = "Bearer" }) => `Header ${code(`Authorization: ${prefix} ${token}`)}.`,
  header: ({ name, value }) => `Header ${code(`${name}: ${value}`)}.`,
  headers: ({ headers }) =>
    `Headers ${Object.entries(headers)
      .map(([name, value]) => code(`${name}: ${value}`))
      .join(" and ")}.`,
  oauth1: ({ method = "HMAC-SHA256" }) =>
    `OAuth 1.0a (RFC 5849) with ${method}: each request is signed with its URL, its form, a nonce and the time.`,
  sigV4: () => "AWS Signature Version 4: each request is signed with its body.",
  awsAssumeRole: ({ roleArn }) =>
    `Keys of the role ${code(roleArn)}, which STS gives for an hour with the external id; requests are signed with them.`,
  query: ({ name, value }) => `Parameter ${code(`${name}=${value}`)} of the URL.`,
  formFields: ({ fields }) => `Fields ${Object.keys(fields).map(code).join(" and ")} of the form that each POST sends.`,
  secretUrl: ({ host }) => `The URL itself is the secret; it must be on ${code(host)}.`,
  basicWithCsrf: () =>
    "HTTP basic. Before a request that changes something, a CSRF token and its cookies are fetched. Nothing is repeated after a 401.",
  intacctSession: () =>
    "A session of the XML gateway. POST one or more `<function>` elements; the envelope and the session are added.",
  signedJwt: ({ algorithm }) => `A bearer JWT that the credential's own key signs (${algorithm}).`,
  clientCertificate: () => "The TLS connection shows the client certificate.",
  oauthCode: ({ authorizeUrl, pkce, revoke }) => {
    const end = revoke ? ` What it may do is ended at ${code(revoke.url)} when the credential is destroyed.` : "";
    const proof = pkce === false ? "" : " with PKCE";
    return `OAuth 2.0 sign-in at ${code(authorizeUrl)}${proof}; the token is renewed by itself.${end}`;
  },
  jwtBearer: ({ tokenUrl }) => `A signed JWT is exchanged for a token at ${code(tokenUrl)}; it is renewed by itself.`,
  oauthClientCredentials: ({ tokenUrl, clientId }) =>
    `OAuth 2.0 client credentials of ${code(clientId ?? "{clientId}")} at ${code(tokenUrl)}; the token is renewed by itself.`,
};

export const describeScheme = (scheme: Scheme): string =>
  schemes[scheme.scheme]?.(scheme as never) ?? `The scheme ${code(inWords(scheme.scheme))}.`;

/** "oauthClientCredentials" is "oauth client credentials". */
const inWords = (name: string): string => name.replaceAll(/([A-Z])/g, " $1").toLowerCase();
