import type { Scheme, SchemeName } from "../../src/define/schemes.ts";
import type { Verification, VerificationName } from "../../src/define/verifications.ts";

const code = (text: string): string => `\`${text}\``;

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
  oauthClientCredentials: ({ tokenUrl, clientId }) =>
    `OAuth 2.0 client credentials of ${code(clientId)} at ${code(tokenUrl)}; the token is renewed by itself.`,
};

export const describeScheme = (scheme: Scheme): string =>
  schemes[scheme.scheme]?.(scheme as never) ?? `The scheme ${code(inWords(scheme.scheme))}.`;

type DescribeVerification<Name extends VerificationName> = (rule: Extract<Verification, { verify: Name }>) => string;

const verifications: { [Name in VerificationName]?: DescribeVerification<Name> } = {
  basic: () => "The sender gives the username and the password with HTTP basic.",
  signature: ({ mac, signature }) =>
    `${mac.kind === "hmac" ? "HMAC" : "Digest"} ${mac.hash} of ${code(mac.signed)} in the header ${code(signature.header)}.`,
  signatureVersions: ({ versions }) => `A signature of one of the versions ${Object.keys(versions).join(", ")}.`,
  jwtOrHmac: ({ hash }) => `A bearer JWT, or an HMAC ${hash} of the body in a header that the webhook names.`,
};

export const describeVerification = (rule: Verification): string =>
  verifications[rule.verify]?.(rule as never) ?? `By the rule ${code(inWords(rule.verify))}.`;

/** "oauthClientCredentials" is "oauth client credentials". */
const inWords = (name: string): string => name.replaceAll(/([A-Z])/g, " $1").toLowerCase();
