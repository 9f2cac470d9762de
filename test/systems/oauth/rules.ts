import { clientRules } from "./rules-of-clients.ts";
import { signInRules } from "./rules-of-sign-ins.ts";

/**
 * What each vendor documents of its own OAuth, written from the facts and not from the system files: a file that is
 * changed by mistake does not change what is expected here.
 */
export interface OauthRules {
  /** Where tokens are had. */
  token: string;
  /** `both form-encoded`: RFC 6749 section 2.3.1. `secret as user`: the secret alone, as HTTP Basic's user. */
  client: "basic" | "basic, both form-encoded" | "basic, secret as user" | "body" | "assertion" | "id alone" | "grant";
  format?: "json";
  /** Members of the request beside those of the grant and of the client. */
  members?: Record<string, string>;
  assertion?: AssertionRules;
  /** Members of the answer beside the token and its life. */
  answer?: Record<string, unknown>;
  /** Seconds as the vendor says them; `undefined`: it does not say. */
  expiresIn: number | string | undefined;
  /** Claims of the access token, where it is a JWT. */
  claims?: Record<string, string>;
  code?: CodeRules;
  /** Where a call by path goes. */
  api: string;
  /** What every call carries beside the token. */
  headers?: Record<string, string>;
  /** The call that tests it; `undefined`: a token is the test. */
  test: string | undefined;
}

interface AssertionRules {
  algorithm: string;
  keyId?: string;
  issuer: string;
  /** `undefined`: none is sent. */
  subject?: string;
  audience: string;
  scope?: string;
  longestSeconds: number;
}

interface CodeRules {
  authorize: string;
  scopes: string;
  pkce: boolean;
  /** What an answer to a refresh brings. `single-use`: the old one is dead, and its reuse ends the grant. */
  refreshToken: "single-use" | "the same" | "none";
  /** Added to the redirect. */
  redirect?: Record<string, string>;
  /** Accounts that the sign-in was given for. */
  tenants?: { url: string; list: unknown; status?: number };
  /** The vendor's answer for a grant that is gone. */
  ended: { status: number; body: unknown };
  /** How a grant is ended; `token` stands for the refresh token. */
  revoke: { url: string; client: OauthRules["client"]; format?: "json"; members: Record<string, string> };
  /** Fields that the credential keeps. */
  kept?: Record<string, string>;
}

/** Destination and type -> rules. Every type that asks for a token has a row. */
export const oauthRules: Record<string, OauthRules> = { ...clientRules, ...signInRules };
