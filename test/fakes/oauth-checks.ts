import { createPublicKey } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { decodeProtectedHeader, jwtVerify } from "jose";
import { examplePrivateKey } from "../../src/define/example-key.ts";
import type { OauthRules } from "../systems/oauth/rules.ts";

interface Shown {
  rules: OauthRules;
  client: { id: string; secret: string };
}

const publicKey = createPublicKey(examplePrivateKey);
const formEncoded = (value: string): string => new URLSearchParams({ v: value }).toString().slice(2);

/** A rule of the vendor that a request breaks. */
export class Fault extends Error {
  readonly answer: { status: number; body: unknown };
  constructor(message: string, error = "invalid_request", status = 400) {
    super(message);
    this.answer = { status, body: { error } };
  }
}

export function expectExactly(
  what: string,
  seen: Record<string, string>,
  wanted: Record<string, string | undefined>,
): void {
  for (const name of new Set([...Object.keys(seen), ...Object.keys(wanted)])) {
    if (seen[name] === wanted[name] && seen[name] !== undefined) continue;
    throw new Fault(`${what}: ${name} is ${seen[name] === undefined ? "missing" : "not as documented"}`);
  }
}

export async function membersOf(request: IncomingMessage, { format }: OauthRules): Promise<Record<string, string>> {
  const type = format === "json" ? "application/json" : "application/x-www-form-urlencoded";
  if (request.headers["content-type"] !== type) throw new Fault(`a token request that is no ${type}`);
  const body = await text(request);
  if (format === "json") return JSON.parse(body);
  const form = new URLSearchParams(body);
  const members = Object.fromEntries(form);
  if ([...form].length !== Object.keys(members).length) throw new Fault("a member is there twice");
  return members;
}

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const jwtGrant = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/** The members that are not told in advance stand as they came; their value is judged elsewhere. */
export function expectedMembers(rules: OauthRules, grant: string, form: Record<string, string>) {
  const usual = rules.code
    ? ["authorization_code", "refresh_token"]
    : [rules.client === "grant" ? jwtGrant : "client_credentials"];
  if (!usual.includes(grant)) throw new Fault(`the grant ${grant}`, "unsupported_grant_type");
  if (grant === jwtGrant) return { grant_type: grant, assertion: form.assertion };
  if (grant === "refresh_token") return { grant_type: grant, refresh_token: form.refresh_token };
  if (grant !== "authorization_code") return { grant_type: grant };
  const proof = rules.code?.pkce ? { code_verifier: form.code_verifier } : {};
  return { grant_type: grant, code: form.code, redirect_uri: form.redirect_uri, ...proof };
}

export function clientMembers(
  { rules, client }: Shown,
  form: Record<string, string>,
): Record<string, string | undefined> {
  if (rules.client === "body") return { client_id: client.id, client_secret: client.secret };
  if (rules.client === "id alone") return { client_id: client.id };
  if (rules.client !== "assertion") return {};
  return { client_assertion_type: assertionType, client_assertion: form.client_assertion };
}

/** RFC 6749 section 2.3: one way to show who the client is, and no other beside it. */
export async function checkClient(
  { rules, client }: Shown,
  authorization: string | undefined,
  form: Record<string, string>,
): Promise<void> {
  const wanted: Partial<Record<OauthRules["client"], string>> = {
    basic: `${client.id}:${client.secret}`,
    "basic, both form-encoded": `${formEncoded(client.id)}:${formEncoded(client.secret)}`,
    "basic, secret as user": `${client.secret}:`,
  };
  const user = wanted[rules.client];
  const expected = user === undefined ? undefined : `Basic ${Buffer.from(user).toString("base64")}`;
  if (authorization !== expected) throw new Fault("the client is not shown as documented", "invalid_client", 401);
  if (rules.client === "body" && (form.client_id !== client.id || form.client_secret !== client.secret))
    throw new Fault("the client's secret is wrong", "invalid_client", 401);
  if (rules.assertion) await checkAssertion(rules.assertion, form.client_assertion ?? form.assertion ?? "");
}

async function checkAssertion(rules: NonNullable<OauthRules["assertion"]>, jwt: string): Promise<void> {
  const { algorithm, keyId, issuer, subject, audience, scope, longestSeconds } = rules;
  const { payload } = await jwtVerify(jwt, publicKey, { algorithms: [algorithm], issuer, audience });
  if (payload.sub !== subject) throw new Fault("the assertion's subject is not as documented");
  if (decodeProtectedHeader(jwt).kid !== keyId) throw new Fault("the assertion names another key");
  if (payload.scope !== scope) throw new Fault("the assertion's scope is not as documented");
  const seconds = (payload.exp ?? 0) - (payload.iat ?? 0);
  if (seconds <= 0 || seconds > longestSeconds) throw new Fault("the assertion lives too long");
}
