import { createHash, randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { OauthRules } from "../systems/oauth/rules.ts";
import { checkClient, clientMembers, expectExactly, expectedMembers, Fault, membersOf } from "./oauth-checks.ts";
import { type FakeServer, startServer } from "./server.ts";

export interface Played {
  destination: string;
  rules: OauthRules;
  client: { id: string; secret: string };
  /** As it is registered at the vendor. */
  redirectUrl: string;
  /** Body of an answer that the test call takes for good. */
  good: unknown;
}

export interface VendorCall {
  /** At the vendor, as the override was told. */
  url: string;
  headers: IncomingMessage["headers"];
}

/** Vendors whose rules stand in a table. Whatever breaks one of them is refused, and written down. */
export interface OauthVendors extends FakeServer {
  play(played: Played): void;
  /** Rules that a request broke, in words. */
  faults: string[];
  /** Tokens that were given, by grant. */
  given: string[];
  /** Calls with a token that holds. */
  calls: VendorCall[];
  /** Grants that were ended by request. */
  ended: number;
  /** Answer to the next requests to end one. */
  revocationStatus: number;
  /** Life of the tokens to come, in place of the vendor's. */
  lifeSeconds: number | undefined;
  /** The authorize page's parameters, of the last sign-in. */
  asked: Record<string, string>;
  endTokens(): void;
  /** Withdraws every grant, and the client's right to tokens. */
  withdraw(): void;
  /** Everything secret that was given or seen. */
  secrets: string[];
}

interface Grant {
  refreshToken: string;
  old: Set<string>;
}

const random = (): string => randomBytes(24).toString("base64url");

export async function startOauthVendors(): Promise<OauthVendors> {
  const codes = new Map<string, { challenge: string | undefined }>();
  const grants = new Set<Grant>();
  const access = new Map<string, number>();
  let played: Played | undefined;
  let isWithdrawn = false;
  const state = {
    faults: [] as string[],
    given: [] as string[],
    calls: [] as VendorCall[],
    lifeSeconds: undefined as number | undefined,
    ended: 0,
    revocationStatus: 200,
    asked: {} as Record<string, string>,
    secrets: [] as string[],
  };

  const authorize = ({ rules, client, redirectUrl }: Played, url: URL, response: ServerResponse): void => {
    const { code } = rules;
    if (!code) throw new Fault("nobody signs in here");
    const asked = Object.fromEntries(url.searchParams);
    state.asked = asked;
    const pkce = code.pkce ? { code_challenge: asked.code_challenge, code_challenge_method: "S256" } : {};
    expectExactly("authorize page", asked, {
      response_type: "code",
      client_id: client.id,
      redirect_uri: redirectUrl,
      scope: code.scopes,
      state: asked.state,
      ...pkce,
    });
    if (!/^[\w-]{43,}$/.test(asked.state ?? "")) throw new Fault("the state is weak");
    if (code.pkce && !/^[\w-]{43}$/.test(asked.code_challenge ?? "")) throw new Fault("the challenge is no S256");
    const value = random();
    codes.set(value, { challenge: asked.code_challenge });
    const back = new URL(redirectUrl);
    for (const [name, one] of Object.entries({ ...code.redirect, state: asked.state, code: value }))
      back.searchParams.set(name, one ?? "");
    response.writeHead(302, { location: back.href }).end();
  };

  const issue = (rules: OauthRules, grant?: Grant, isRefresh = false): Record<string, unknown> => {
    const accessToken = rules.claims ? jwtOf(rules.claims) : random();
    const seconds = state.lifeSeconds ?? Number(rules.expiresIn ?? 7200);
    access.set(accessToken, Date.now() + seconds * 1000);
    const said = typeof rules.expiresIn === "string" ? String(seconds) : seconds;
    const brings = grant && !(isRefresh && rules.code?.refreshToken === "none");
    state.secrets.push(accessToken, ...(grant ? [grant.refreshToken] : []));
    return {
      access_token: accessToken,
      token_type: "Bearer",
      ...(rules.expiresIn === undefined ? {} : { expires_in: said }),
      ...(brings ? { refresh_token: grant.refreshToken } : {}),
      ...rules.answer,
    };
  };

  const byCode = ({ rules, redirectUrl }: Played, form: Record<string, string>) => {
    const known = codes.get(form.code ?? "");
    codes.delete(form.code ?? "");
    if (!known) throw new Fault("the code is not known", "invalid_grant");
    if (form.redirect_uri !== redirectUrl) throw new Fault("another redirect URL than before", "invalid_grant");
    const proof = createHash("sha256")
      .update(form.code_verifier ?? "")
      .digest("base64url");
    if (rules.code?.pkce && proof !== known.challenge) throw new Fault("the verifier does not fit", "invalid_grant");
    const grant = { refreshToken: random(), old: new Set<string>() };
    grants.add(grant);
    return issue(rules, grant);
  };

  const byRefresh = ({ rules }: Played, { refresh_token: shown = "" }: Record<string, string>) => {
    const grant = [...grants].find((one) => one.refreshToken === shown || one.old.has(shown));
    if (!grant || !rules.code) return undefined;
    if (grant.old.has(shown)) {
      grants.delete(grant);
      throw new Fault("a refresh token that was spent came again", "invalid_grant");
    }
    if (rules.code.refreshToken === "single-use") {
      grant.old.add(shown);
      grant.refreshToken = random();
    }
    return issue(rules, grant, true);
  };

  const token = async (played: Played, request: IncomingMessage): Promise<{ status: number; body: unknown }> => {
    const { rules } = played;
    const form = await membersOf(request, rules);
    await checkClient(played, request.headers.authorization, form);
    const { grant_type: grant = "" } = form;
    expectExactly(`request of ${grant}`, form, {
      ...expectedMembers(rules, grant, form),
      ...clientMembers(played, form),
      ...rules.members,
    });
    if (isWithdrawn && !rules.code) return { status: 401, body: { error: "invalid_client" } };
    const answer =
      grant === "authorization_code" ? byCode(played, form) : rules.code ? byRefresh(played, form) : issue(rules);
    if (!answer) return rules.code?.ended ?? { status: 500, body: {} };
    state.given.push(grant.split(":").at(-1) ?? "");
    return { status: 200, body: answer };
  };

  const revoke = async (played: Played, request: IncomingMessage): Promise<{ status: number; body: unknown }> => {
    const rule = played.rules.code?.revoke;
    if (!rule) throw new Fault("nobody signs in here");
    const { client, format, members } = rule;
    const rules = { ...played.rules, client, ...(format ? { format } : {}) };
    const form = await membersOf(request, rules);
    await checkClient({ ...played, rules }, request.headers.authorization, form);
    const wanted = Object.entries(members).map(([name, value]) => [name, value === "token" ? form.token : value]);
    const own = client === "body" ? clientMembers({ ...played, rules }, form) : {};
    expectExactly("request to end a grant", form, { ...Object.fromEntries(wanted), ...own });
    const grant = [...grants].find(({ refreshToken }) => refreshToken === form.token);
    if (members.token && !grant) throw new Fault("the grant to end is not known");
    if (state.revocationStatus !== 200) return { status: state.revocationStatus, body: { error: "no" } };
    if (grant) grants.delete(grant);
    else grants.clear();
    access.clear();
    state.ended++;
    return { status: 200, body: {} };
  };

  const call = (played: Played, request: IncomingMessage, url: string): { status: number; body: unknown } => {
    const { rules, good } = played;
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "";
    if ((access.get(bearer) ?? 0) <= Date.now()) return { status: 401, body: { error: "token_expired" } };
    const { tenants } = rules.code ?? {};
    if (tenants && url === tenants.url) return { status: tenants.status ?? 200, body: tenants.list };
    for (const [name, value] of Object.entries(rules.headers ?? {}))
      if (request.headers[name] !== value) throw new Fault(`a call without ${name}: ${value}`);
    state.calls.push({ url, headers: request.headers });
    return { status: 200, body: good };
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [, folder = "", rest = ""] = /^\/([^/?]+)(.*)$/.exec(request.url ?? "") ?? [];
    if (!played || folder !== played.destination) throw new Fault(`a call of ${folder}`);
    const { rules } = played;
    const local = new URL(rest, "https://vendor.invalid");
    if (rules.code && request.method === "GET" && local.pathname === new URL(rules.code.authorize).pathname)
      return authorize(played, local, response);
    const url = `https://${request.headers["x-forwarded-host"]}${rest}`;
    if (url === rules.code?.revoke.url && request.method === "POST")
      return say(response, await revoke(played, request));
    const isToken = url === rules.token && request.method === "POST";
    say(response, isToken ? await token(played, request) : call(played, request, url));
  };

  const server = await startServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      state.faults.push(error instanceof Error ? error.message : String(error));
      say(response, error instanceof Fault ? error.answer : { status: 500, body: {} });
    });
  });
  return Object.assign(state, server, {
    play: (next: Played) => {
      played = next;
      isWithdrawn = false;
      state.lifeSeconds = undefined;
      state.ended = 0;
      state.revocationStatus = 200;
      for (const list of [state.faults, state.given, state.calls, state.secrets]) list.length = 0;
    },
    endTokens: () => access.clear(),
    withdraw: () => {
      grants.clear();
      isWithdrawn = true;
    },
  });
}

function say(response: ServerResponse, { status, body }: { status: number; body: unknown }): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

const jwtOf = (claims: Record<string, string>): string => {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "none" })}.${part({ ...claims, jti: random() })}.${random()}`;
};
