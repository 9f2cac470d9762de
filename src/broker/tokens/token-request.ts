import { KeyUnusable, signAssertion } from "../../crypto/assertion.ts";
import { newId } from "../../crypto/ids.ts";
import type { Assertion, TokenClient } from "../../define/oauth.ts";
import { fillTemplate } from "../../define/template.ts";
import { basicCredentials } from "../schemes/basic.ts";
import { SignInFailed } from "../sign-in-failed.ts";

export type Values = Readonly<Record<string, string>>;

export interface TokenRequest {
  headers: Record<string, string>;
  body: Buffer;
}

interface Making {
  client: TokenClient;
  values: Values;
  /** As the system knows it: the assertion's audience unless the definition says another. */
  tokenUrl: string;
  nowMs: number;
}

const bearerAssertion = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
export const jwtBearerGrant = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/** The request for a token: the grant's own members, then what the definition adds, then who the client is. */
export async function tokenRequest(grant: Record<string, string>, making: Making): Promise<TokenRequest> {
  const { client, values } = making;
  const { scope: own, ...others } = grant;
  const scope = own === undefined ? filled({ scope: client.scope ?? "" }, values) : {};
  const shown = await authentication(making);
  const members = { ...others, ...scope, ...filled(client.parameters ?? {}, values), ...shown.members };
  const isJson = client.bodyFormat === "json";
  return {
    headers: {
      accept: "application/json",
      "content-type": isJson ? "application/json" : "application/x-www-form-urlencoded",
      ...shown.headers,
    },
    body: Buffer.from(isJson ? JSON.stringify(members) : new URLSearchParams(members).toString()),
  };
}

interface Shown {
  headers: Record<string, string>;
  members: Record<string, string>;
}

async function authentication(making: Making): Promise<Shown> {
  const { client, values } = making;
  const id = fillTemplate(client.clientId ?? "{clientId}", values);
  const secret = (): string => fillTemplate(client.clientSecret ?? "{clientSecret}", values);
  const basic = (user: string, password: string): Shown => ({
    headers: { authorization: `Basic ${basicCredentials(user, password)}` },
    members: {},
  });
  const ways: Record<NonNullable<TokenClient["clientAuthentication"]>, () => Shown | Promise<Shown>> = {
    basic: () => basic(id, secret()),
    basicFormEncoded: () => basic(formEncoded(id), formEncoded(secret())),
    body: () => ({ headers: {}, members: { client_id: id, client_secret: secret() } }),
    none: () => ({ headers: {}, members: { client_id: id } }),
    grant: () => ({ headers: {}, members: {} }),
    privateKeyJwt: async () => ({
      headers: {},
      members: { client_assertion_type: bearerAssertion, client_assertion: await assertionOf(making, id) },
    }),
  };
  return ways[client.clientAuthentication ?? "basic"]();
}

/** RFC 7523 section 3. Throws SignInFailed when the key cannot sign. */
export async function assertionOf({ client, values, tokenUrl, nowMs }: Making, clientId: string): Promise<string> {
  const { assertion } = client;
  if (!assertion) throw new Error("The definition names no assertion");
  const fill = (template: string | undefined, otherwise: string): string =>
    (template === undefined ? "" : fillTemplate(template, values)) || otherwise;
  const now = Math.floor(nowMs / 1000);
  const keyId = fill(assertion.keyId, "");
  const header = { algorithm: fillTemplate(assertion.algorithm, values), ...(keyId ? { keyId } : {}) };
  const issuer = fill(assertion.issuer, clientId);
  const claims = {
    iss: issuer,
    ...(assertion.subject === null ? {} : { sub: fill(assertion.subject, issuer) }),
    aud: fill(assertion.audience, tokenUrl),
    iat: now,
    exp: now + (assertion.lifetimeSeconds ?? 300),
    jti: newId(),
    ...filled(assertion.claims ?? {}, values),
  };
  return signed(assertion, values, header, claims);
}

async function signed(
  { privateKey }: Assertion,
  values: Values,
  header: { algorithm: string; keyId?: string },
  claims: Record<string, string | number>,
): Promise<string> {
  try {
    return await signAssertion(fillTemplate(privateKey, values), header, claims);
  } catch (error) {
    if (error instanceof KeyUnusable) throw new SignInFailed("wrong_key", error.message, 0);
    throw error;
  }
}

function filled(templates: Record<string, string>, values: Values): Record<string, string> {
  const all = Object.entries(templates).map(([name, template]) => [name, fillTemplate(template, values)] as const);
  return Object.fromEntries(all.filter(([, value]) => value !== ""));
}

/** RFC 6749 appendix B. */
const formEncoded = (text: string): string => new URLSearchParams({ "": text }).toString().slice(1);
