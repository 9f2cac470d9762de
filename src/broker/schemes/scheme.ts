import type { AwsKeys } from "../../config/config.ts";
import type { OauthSchemes, TokenLifetime } from "../../define/oauth.ts";
import type { SchemeName, SchemeTable } from "../../define/schemes.ts";
import type { ClientCertificate, Network } from "../../net/network.ts";
import type { Destination } from "../destination.ts";
import type { Outgoing } from "../outgoing.ts";

export type EndedBy = NonNullable<TokenLifetime["endedBy"]>[number];

/** What a scheme adds to a request. */
export interface Authorization {
  /** Lower-case names and values in turn. */
  headers: string[];
  /** Further values that may not come back in an answer: tokens, encoded forms. */
  secrets: string[];
  /** Unix milliseconds; absent when it holds as long as the credential does. */
  expiresAt?: number;
  /** Signs or changes the request when everything else is on it. Throws a Problem or NetworkFailure. */
  apply?: (request: Outgoing) => Outgoing | Promise<Outgoing>;
  /** What the connection shows of itself. */
  tls?: ClientCertificate | undefined;
  /** String claims of an access token that is a JWT. Not verified: they only fill the path of a test call. */
  claims?: Record<string, string>;
  /** Answers that say it has ended before its time, beside a 401. */
  endedBy?: readonly EndedBy[];
}

export interface SchemeInput {
  /** Every field of the credential, secret ones opened. */
  values: Readonly<Record<string, string>>;
  destination: Destination;
  network: Network;
  now: () => number;
  /** Keys of the installation itself. */
  operator: { aws?: AwsKeys | undefined };
}

/** Schemes that a file of this folder carries out; those of OAuth are the token engine's. */
export type PlainSchemeName = Exclude<SchemeName, keyof OauthSchemes>;

/** One mechanism of authorising a request. Throws SignInFailed or NetworkFailure when it has to ask the vendor first. */
export type SchemeRule<Name extends PlainSchemeName> = (
  parameters: SchemeTable[Name],
  input: SchemeInput,
) => Authorization | Promise<Authorization>;
