import type { CodeGrant, KeptValue } from "../define/oauth.ts";
import type { Network } from "../net/network.ts";
import type { Tx } from "../store/db.ts";
import { declaredPlace, signInDestination } from "./destination.ts";
import { endToken, type GrantEnd } from "./end-grant.ts";
import { readLimited } from "./read-limited.ts";
import { SignInFailed } from "./sign-in-failed.ts";
import { askForToken } from "./tokens/ask.ts";
import { refreshLifetimeOf } from "./tokens/spend.ts";
import type { Token, TokenFault } from "./tokens/token-answer.ts";
import type { Values } from "./tokens/token-request.ts";
import type { TokenStore } from "./tokens/token-store.ts";
import { valueAt } from "./verdict.ts";

export interface CodeExchange {
  organizationId: string;
  credentialId: string;
  destination: string;
  scheme: CodeGrant;
  fields: Values;
  appId: string;
  code: string;
  /** As it was given to the authorize URL. */
  redirectUrl: string;
  verifier: string;
  /** Parameters of the redirect. */
  redirect: Values;
}

type Tenant = { id: string; name: string };

/** A token that a sign-in brought, not stored yet. It never leaves the broker opened. */
export interface ExchangedCode {
  /** Values for fields of the credential that the system file says to keep. */
  kept: Record<string, string>;
  refreshLifetimeMs: number | null;
  /** Accounts that the sign-in was given for, where one has to be chosen. Rejects as the exchange does. */
  findTenants(): Promise<Tenant[] | undefined>;
  /** Ends it at the vendor, for a sign-in that connects nothing. */
  end(): Promise<GrantEnd>;
  /** Stores it in the transaction that connects the credential. */
  adopt(tx: Tx): Promise<void>;
}

interface Parts {
  network: Network;
  tokens: TokenStore;
  baseUrls: Readonly<Record<string, string>>;
  appValues: (organizationId: string, appId: string) => Promise<Values>;
  now: () => number;
}

const timeoutMs = 15_000;
const tenantsLimitBytes = 256 * 1024;

/** RFC 6749 section 4.1.3. Rejects with what the vendor said, as SignInFailed or NetworkFailure. */
export async function exchangeCode(parts: Parts, exchange: CodeExchange): Promise<ExchangedCode> {
  const { organizationId, credentialId, scheme } = exchange;
  const destination = signInDestination(parts.baseUrls[exchange.destination]);
  const values = { ...(await parts.appValues(organizationId, exchange.appId)), ...exchange.fields };
  const grant = {
    grant_type: "authorization_code",
    code: exchange.code,
    redirect_uri: exchange.redirectUrl,
    ...(scheme.pkce === false ? {} : { code_verifier: exchange.verifier }),
    scope: "",
  };
  const question = { client: scheme, destination, values, grant, hasGrant: true, nowMs: parts.now(), timeoutMs };
  const outcome = await askForToken(parts.network, question);
  if (outcome.kind !== "token") throw outcome.failure satisfies TokenFault;
  const { token } = outcome;
  const { accessToken, refreshToken, lifetimeMs, members } = token;
  const refreshLifetimeMs = refreshLifetimeOf({ ...scheme, scheme: "oauthCode" }, members);
  const sealed = {
    accessToken,
    ...(refreshToken ? { refreshToken } : {}),
    material: "",
    lifetimeMs,
    refreshLifetimeMs,
  };
  return {
    kept: keptValues(scheme, exchange.redirect, token),
    refreshLifetimeMs,
    findTenants: () => tenantsOf(parts, exchange, token),
    end: () => endToken(parts, exchange, { ...values, refreshToken: refreshToken ?? accessToken }),
    adopt: (tx) => parts.tokens.adopt(tx, { organizationId, credentialId, slot: "grant" }, sealed),
  };
}

function keptValues({ keep = {} }: CodeGrant, redirect: Values, { members }: Token): Record<string, string> {
  const found = Object.entries(keep).flatMap(([field, rule]) => {
    const value = "redirect" in rule ? redirect[rule.redirect] : valueAt(members, rule.token);
    return typeof value === "string" && isKept(rule, value) ? [[field, value] as const] : [];
  });
  return Object.fromEntries(found);
}

/** An address that the vendor names is taken only on the hosts that the system file says. */
function isKept(rule: KeptValue, value: string): boolean {
  if (value === "" || value.length > 2000) return false;
  if ("redirect" in rule || !rule.hosts) return /^[\w.@:-]{1,200}$/.test(value);
  const url = URL.parse(value);
  if (url?.protocol !== "https:" || url.username || url.password || url.port || url.search || url.hash) return false;
  return rule.hosts.some((host) => (host.startsWith(".") ? url.hostname.endsWith(host) : url.hostname === host));
}

async function tenantsOf(
  { network, baseUrls }: Parts,
  { scheme, destination: id, fields }: CodeExchange,
  { accessToken }: Token,
): Promise<Tenant[] | undefined> {
  const { tenants } = scheme;
  if (!tenants) return undefined;
  const at = signInDestination(baseUrls[id]);
  const { url, headers: ofPlace } = declaredPlace(at, tenants.url, fields);
  const headers = { authorization: `Bearer ${accessToken}`, accept: "application/json", ...ofPlace };
  const answer = await network.request({ url, method: "GET", headers, timeoutMs, allow: at.allow });
  const { bytes } = await readLimited(answer.body, tenantsLimitBytes);
  const list = answer.status === 200 ? parse(bytes) : undefined;
  if (!Array.isArray(list)) throw withoutList(answer.status);
  return list.slice(0, 200).flatMap((entry) => {
    const [value, name] = [valueAt(entry, tenants.id), valueAt(entry, tenants.name)];
    return typeof value === "string" && /^[\w-]{1,100}$/.test(value)
      ? [{ id: value, name: typeof name === "string" ? name.slice(0, 200) : value }]
      : [];
  });
}

function withoutList(status: number): SignInFailed {
  const verdict = status === 429 || status >= 500 ? "unreachable" : "unexpected";
  return new SignInFailed(verdict, "The list of accounts could not be read.", status);
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return undefined;
  }
}
