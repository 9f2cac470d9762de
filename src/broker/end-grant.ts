import type { CodeGrant } from "../define/oauth.ts";
import { fillTemplate } from "../define/template.ts";
import { Problem } from "../errors.ts";
import { type Network, NetworkFailure } from "../net/network.ts";
import { declaredPlace, signInDestination } from "./destination.ts";
import { certificateOf } from "./schemes/client-certificate.ts";
import { type TokenRequest, tokenRequest, type Values } from "./tokens/token-request.ts";
import type { TokenStore } from "./tokens/token-store.ts";

/** The grant of a sign-in that is to end at the vendor. */
export interface EndedGrant {
  organizationId: string;
  credentialId: string;
  destination: string;
  scheme: CodeGrant;
  fields: Values;
  appId: string;
}

/**
 * `nothing`: there is no grant that could be ended. `refused`: the vendor does not do it, mostly because it has ended
 * already. `unreachable`: it may be tried again.
 */
export type GrantEnd = "ended" | "refused" | "unreachable" | "nothing";

interface Parts {
  network: Pick<Network, "request">;
  tokens: Pick<TokenStore, "read" | "open">;
  baseUrls: Readonly<Record<string, string>>;
  /** Also of an app that is deleted. */
  appValues: (organizationId: string, appId: string) => Promise<Values>;
  now: () => number;
}

const timeoutMs = 10_000;
const usualMembers = { token: "{refreshToken}", token_type_hint: "refresh_token" };

/** RFC 7009, or the vendor's own way. Every failure of the outside world is an outcome. */
export async function endGrant(parts: Parts, grant: EndedGrant): Promise<GrantEnd> {
  const { organizationId, credentialId, scheme, fields, appId } = grant;
  const place = { organizationId, credentialId, slot: "grant" };
  const row = await parts.tokens.read(place);
  if (!scheme.revoke || !row?.sealed || row.state === "REVOKED") return "nothing";
  const { refreshToken, accessToken } = await parts.tokens.open(place, row.sealed);
  const app = await parts.appValues(organizationId, appId).catch(withoutApp);
  if (!app) return "refused";
  return endToken(parts, grant, { ...app, ...fields, refreshToken: refreshToken ?? accessToken });
}

/** `values`: every field of the credential and of its app, opened, and the `refreshToken` to end. */
export async function endToken(
  { network, baseUrls, now }: Pick<Parts, "network" | "baseUrls" | "now">,
  { destination, scheme }: Pick<EndedGrant, "destination" | "scheme">,
  values: Values,
): Promise<GrantEnd> {
  if (!scheme.revoke) return "nothing";
  const at = signInDestination(baseUrls[destination]);
  const { url, systemUrl, headers: ofPlace } = declaredPlace(at, scheme.revoke.url, values);
  try {
    const { headers, body } = await revocation(scheme, values, { tokenUrl: systemUrl.href, nowMs: now() });
    const tls = scheme.certificate && certificateOf(scheme.certificate, values);
    const all = { ...headers, ...ofPlace };
    const answer = await network.request({ url, method: "POST", headers: all, body, timeoutMs, allow: at.allow, tls });
    answer.body.destroy();
    if (answer.status >= 200 && answer.status < 300) return "ended";
    return answer.status === 429 || answer.status >= 500 ? "unreachable" : "refused";
  } catch (error) {
    if (error instanceof NetworkFailure) return "unreachable";
    if (error instanceof Problem) return "refused";
    throw error;
  }
}

function revocation(
  { revoke, ...scheme }: CodeGrant,
  values: Values,
  at: { tokenUrl: string; nowMs: number },
): Promise<TokenRequest> {
  const { clientId, clientSecret, assertion } = scheme;
  const clientAuthentication = revoke?.clientAuthentication ?? scheme.clientAuthentication;
  const templates = Object.entries(revoke?.members ?? usualMembers);
  const members = Object.fromEntries(templates.map(([name, value]) => [name, fillTemplate(value, values)]));
  const own = {
    ...(clientId === undefined ? {} : { clientId }),
    ...(clientSecret === undefined ? {} : { clientSecret }),
    ...(clientAuthentication === undefined ? {} : { clientAuthentication }),
    ...(assertion === undefined ? {} : { assertion }),
    ...(revoke?.bodyFormat === undefined ? {} : { bodyFormat: revoke.bodyFormat }),
  };
  return tokenRequest(members, { client: { ...own, tokenUrl: at.tokenUrl }, values, ...at });
}

function withoutApp(error: unknown): undefined {
  if (!(error instanceof Problem)) throw error;
}
