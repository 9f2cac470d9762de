import type { OauthSchemes } from "./oauth.ts";
import type { RequestSchemes } from "./request-schemes.ts";

/**
 * How a request is authorised, as data. A template holds `{field}` places that the credential's fields fill.
 * The mechanism of each scheme is one file in `broker/schemes/`.
 */
export interface SchemeTable extends OauthSchemes, RequestSchemes {
  basic: { username: string; password: string };
  bearer: { token: string; prefix?: string };
  /** Name and value are templates. */
  header: { name: string; value: string };
  /** Several headers, name -> template; one whose optional field was left out is not sent. */
  headers: { headers: Record<string, string> };
}

export type SchemeName = keyof SchemeTable;
export type Scheme = { [K in SchemeName]: { scheme: K } & SchemeTable[K] }[SchemeName];

export type OauthScheme = Extract<Scheme, { scheme: keyof OauthSchemes }>;

const oauth = new Set<SchemeName>(["oauthClientCredentials", "oauthCode", "jwtBearer"]);

/** It asks for a token before it is used: a token that is given says that the credential works. */
export const isOauth = (scheme: Scheme | undefined): scheme is OauthScheme =>
  scheme !== undefined && oauth.has(scheme.scheme);

/** Its grant can be ended at the system. */
export const isRevocable = (scheme: Scheme | undefined): boolean =>
  scheme?.scheme === "oauthCode" && scheme.revoke !== undefined;

export const basic = (options: SchemeTable["basic"]): Scheme => ({ scheme: "basic", ...options });
export const bearer = (options: SchemeTable["bearer"]): Scheme => ({ scheme: "bearer", ...options });
export const header = (options: SchemeTable["header"]): Scheme => ({ scheme: "header", ...options });
export const headers = (all: Record<string, string>): Scheme => ({ scheme: "headers", headers: all });
