import type { RequestSchemes } from "./request-schemes.ts";

/**
 * How a request is authorised, as data. A template holds `{field}` places that the credential's fields fill.
 * The mechanism of each scheme is one file in `broker/schemes/`.
 */
export interface SchemeTable extends RequestSchemes {
  basic: { username: string; password: string };
  bearer: { token: string; prefix?: string };
  /** Name and value are templates. */
  header: { name: string; value: string };
  /** Several headers, name -> template; one whose optional field was left out is not sent. */
  headers: { headers: Record<string, string> };
  /** OAuth 2.0 client credentials, RFC 6749 section 4.4. `clientAuthentication` defaults to "basic". */
  oauthClientCredentials: {
    /** Relative to the destination's base URL, or absolute on one of its hosts. */
    tokenUrl: string;
    clientId: string;
    clientSecret: string;
    scope?: string;
    clientAuthentication?: "basic" | "body";
    bodyFormat?: "form" | "json";
  };
}

export type SchemeName = keyof SchemeTable;
export type Scheme = { [K in SchemeName]: { scheme: K } & SchemeTable[K] }[SchemeName];

export const basic = (options: SchemeTable["basic"]): Scheme => ({ scheme: "basic", ...options });
export const bearer = (options: SchemeTable["bearer"]): Scheme => ({ scheme: "bearer", ...options });
export const header = (options: SchemeTable["header"]): Scheme => ({ scheme: "header", ...options });
export const headers = (all: Record<string, string>): Scheme => ({ scheme: "headers", headers: all });
export const oauthClientCredentials = (options: SchemeTable["oauthClientCredentials"]): Scheme => ({
  scheme: "oauthClientCredentials",
  ...options,
});
