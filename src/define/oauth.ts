import type { RequestSchemes } from "./request-schemes.ts";
import type { BodyRule } from "./system.ts";

/** How a client shows who it is at a token endpoint; see RFC 6749 section 2.3 and RFC 7523 section 2.2. */
export type ClientAuthentication =
  /** HTTP Basic, id and secret as they are, as most vendors read it. */
  | "basic"
  /** HTTP Basic, both form-encoded first, as RFC 6749 section 2.3.1 says. */
  | "basicFormEncoded"
  | "body"
  /** A signed assertion in place of the secret. */
  | "privateKeyJwt"
  /** By its id alone: a public client. */
  | "none"
  /** By nothing more than the assertion that is the grant itself. */
  | "grant";

/** A JWT that the client signs. All members but the last are templates. */
export interface Assertion {
  /** PEM: PKCS #8, PKCS #1 or SEC 1. */
  privateKey: string;
  /** `RS256`, `PS256`, `ES256` ...: a word or a field. */
  algorithm: string;
  keyId?: string;
  issuer?: string;
  /** The issuer unless said; `null`: nobody. */
  subject?: string | null;
  /** The token URL unless said. */
  audience?: string;
  claims?: Record<string, string>;
  /** 300 unless said. */
  lifetimeSeconds?: number;
}

/** When a token is renewed. */
export interface TokenLifetime {
  /** Where the answer says it, the first that is there: seconds at a dotted path or in a header, or the JWT's `exp`. */
  from?: ({ member: string } | { header: string } | { jwt: "exp" })[];
  /** When the answer says nothing. `null`: until the system refuses the token. 300 unless said. */
  unsaidSeconds?: number | null;
  /** Renewed so long before its end, and at most a fifth of its life. 60 unless said. */
  marginSeconds?: number;
  /** Answers of the API that say the token has ended, beside a 401. */
  endedBy?: { status: number; header?: { name: string; includes: string } }[];
}

/** What a refused request for a token means. `status` fits any unless said. `transient`: put off, nothing was done. */
export interface TokenFailure {
  status?: number;
  body: BodyRule;
  means: "revoked" | "wrong_key" | "no_permission" | "transient";
}

export interface TokenClient {
  /** Relative to the destination's base URL, or a full URL. Only shown fields may stand in it. */
  tokenUrl: string;
  /** `{clientId}` unless said. */
  clientId?: string;
  /** `{clientSecret}` unless said. */
  clientSecret?: string;
  /** "basic" unless said. */
  clientAuthentication?: ClientAuthentication;
  /** The connection shows it, for tokens and for calls (RFC 8705). With the client authentication "none" it is the client's proof. */
  certificate?: RequestSchemes["clientCertificate"];
  /** Of `privateKeyJwt`, or the grant of `jwtBearer`. */
  assertion?: Assertion;
  bodyFormat?: "form" | "json";
  /** A template; left out where it is empty. */
  scope?: string;
  /** Further parameters such as `resource` or `audience`; one that is empty is not sent. */
  parameters?: Record<string, string>;
  lifetime?: TokenLifetime;
  /** Looked at before the usual meaning of RFC 6749 section 5.2. */
  failures?: TokenFailure[];
}

/** Where a field of the credential comes from, when a sign-in brings it. */
export type KeptValue =
  /** A parameter of the redirect, e.g. QuickBooks' `realmId`. */
  | { redirect: string }
  /** A dotted path of the token's answer. `hosts`: it is a URL, on one of these hosts or below a name that begins with a dot. */
  | { token: string; hosts?: string[] };

/** Asks which of several accounts a sign-in was given for, e.g. Xero's organisations. */
export interface TenantChoice {
  /** Relative to the base URL, or full; answers a JSON list. */
  url: string;
  /** Members of an entry. */
  id: string;
  name: string;
  /** The field that keeps the id. */
  field: string;
}

/** How a grant is ended at the vendor; RFC 7009 unless its members say otherwise. */
export interface GrantRevocation {
  url: string;
  /** As at the token endpoint unless said. */
  clientAuthentication?: ClientAuthentication;
  bodyFormat?: "form" | "json";
  /** Templates over shown fields, the app's too, and `refreshToken`. `token` and its hint unless said. */
  members?: Record<string, string>;
}

/** Authorization code with PKCE, RFC 6749 section 4.1 and RFC 7636. */
export interface CodeGrant extends TokenClient {
  authorizeUrl: string;
  revoke?: GrantRevocation;
  /** Id of the credential type that holds the organization's OAuth app. */
  app: string;
  scopes?: string[];
  scopeSeparator?: string;
  /** Name of the scope parameter of the authorize URL: `scope` unless said. */
  authorizeParameters?: Record<string, string>;
  /** RFC 7636 S256; `false` only for a vendor that refuses the parameters. */
  pkce?: boolean;
  /** What `iss` of the redirect must be, when it is there (RFC 9207). */
  issuer?: string;
  /** The vendor documents that it always sends `iss`: a redirect without it is refused. */
  issuerIsSent?: true;
  keep?: Record<string, KeptValue>;
  tenants?: TenantChoice;
  refresh?: {
    /** `never`: the refresh token stays the same, so a lost answer loses nothing. "single-use" unless said. */
    rotation?: "never" | "single-use";
    /** The vendor takes the old one again for so long after a lost answer. */
    retryOldForSeconds?: number;
    /** Member that says how many seconds the refresh token lives. */
    lifetimeMember?: string;
  };
}

export interface OauthSchemes {
  /** RFC 6749 section 4.4. */
  oauthClientCredentials: TokenClient;
  oauthCode: CodeGrant;
  /** RFC 7523 section 2.1. */
  jwtBearer: TokenClient & { assertion: Assertion };
}

type OauthScheme = { [K in keyof OauthSchemes]: { scheme: K } & OauthSchemes[K] }[keyof OauthSchemes];

export const oauthClientCredentials = (options: OauthSchemes["oauthClientCredentials"]): OauthScheme => ({
  scheme: "oauthClientCredentials",
  ...options,
});
export const oauthCode = (options: OauthSchemes["oauthCode"]): OauthScheme => ({ scheme: "oauthCode", ...options });
export const jwtBearer = (options: OauthSchemes["jwtBearer"]): OauthScheme => ({ scheme: "jwtBearer", ...options });
