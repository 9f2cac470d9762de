import { createHash, randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { type FakeServer, startServer } from "./server.ts";

export interface FakeOauth extends FakeServer {
  /** Tokens given for a refresh token so far. */
  refreshes: number;
  /** Requests of the token endpoint, in their order. */
  tokenRequests: { authorization: string | undefined; form: Record<string, string> }[];
  expiresInSeconds: number;
  tokenDelayMs: number;
  /** What the token endpoint does next, once each. `spendAnd...`: it is done, and the answer does not say so. */
  moods: ("break" | "spendAndBreak" | "busy" | "throttled" | "fail" | "spendAndFail" | "slow")[];
  slowMs: number;
  /** Old refresh tokens are taken again, as Xero does for half an hour. */
  takesOldTokens: boolean;
  /** Answers of the tenants' list. */
  tenants: { tenantId: string; tenantName: string }[];
  /** Members that the token endpoint adds. */
  extra: Record<string, unknown>;
  /** The consent page sends people back with this error. */
  refusal: string | undefined;
  /** Added to the redirect. */
  redirect: Record<string, string>;
  /** Calls of the API with a token that holds. */
  calls: { path: string; headers: IncomingMessage["headers"] }[];
  refused: number;
  /** Withdraws every grant. */
  withdraw(): void;
  /** Ends every access token. */
  endTokens(): void;
}

const client = { id: "client-id-example", secret: "client-secret-example" };
export const fakeApp = { clientId: client.id, clientSecret: client.secret };

interface Grant {
  refreshToken: string;
  old: Set<string>;
}

/** An OAuth server that consents at once, with single-use refresh tokens whose reuse ends the grant, and an API behind it. */
export async function startFakeOauth(): Promise<FakeOauth> {
  const codes = new Map<string, { challenge: string | null; redirectUri: string }>();
  const grants = new Set<Grant>();
  const access = new Map<string, number>();
  const state = {
    refreshes: 0,
    tokenRequests: [] as FakeOauth["tokenRequests"],
    expiresInSeconds: 1800,
    tokenDelayMs: 0,
    moods: [] as FakeOauth["moods"],
    slowMs: 0,
    takesOldTokens: false,
    tenants: [{ tenantId: "7d2cbb5e-6c1e-4a4e-9d51-3a1f2f1c0001", tenantName: "Analytical Engines Ltd" }],
    extra: {} as Record<string, unknown>,
    refusal: undefined as string | undefined,
    redirect: {} as Record<string, string>,
    calls: [] as FakeOauth["calls"],
    refused: 0,
  };
  const token = (): string => randomBytes(24).toString("base64url");

  const authorize = (url: URL, response: ServerResponse): void => {
    const back = new URL(url.searchParams.get("redirect_uri") ?? "");
    back.searchParams.set("state", url.searchParams.get("state") ?? "");
    for (const [name, value] of Object.entries(state.redirect)) back.searchParams.set(name, value);
    if (state.refusal) back.searchParams.set("error", state.refusal);
    else {
      const code = token();
      codes.set(code, {
        challenge: url.searchParams.get("code_challenge"),
        redirectUri: url.searchParams.get("redirect_uri") ?? "",
      });
      back.searchParams.set("code", code);
    }
    response.writeHead(302, { location: back.href }).end();
  };
  const give = (grant: Grant): Record<string, unknown> => {
    const accessToken = token();
    access.set(accessToken, Date.now() + state.expiresInSeconds * 1000);
    const { expiresInSeconds: expires_in, extra } = state;
    return { access_token: accessToken, token_type: "Bearer", expires_in, refresh_token: grant.refreshToken, ...extra };
  };
  const byCode = ({ code = "", code_verifier: verifier = "", redirect_uri: uri }: Record<string, string>) => {
    const known = codes.get(code);
    codes.delete(code);
    const isProved = !known?.challenge || createHash("sha256").update(verifier).digest("base64url") === known.challenge;
    if (!known || !isProved || known.redirectUri !== uri) return undefined;
    const grant = { refreshToken: token(), old: new Set<string>() };
    grants.add(grant);
    return give(grant);
  };
  const byRefresh = ({ refresh_token: refreshToken = "" }: Record<string, string>) => {
    const grant = [...grants].find((one) => one.refreshToken === refreshToken || one.old.has(refreshToken));
    if (!grant) return undefined;
    if (grant.refreshToken !== refreshToken && !state.takesOldTokens) {
      grants.delete(grant);
      return undefined;
    }
    grant.old.add(grant.refreshToken);
    grant.refreshToken = token();
    state.refreshes++;
    return give(grant);
  };
  const answerToken = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const form = Object.fromEntries(new URLSearchParams(await text(request)));
    const { authorization } = request.headers;
    state.tokenRequests.push({ authorization, form });
    const mood = state.moods.shift();
    if (mood === "break") return void request.socket.destroy();
    if (mood === "busy") return void response.writeHead(503, { "retry-after": "1" }).end("{}");
    if (mood === "throttled") return void response.writeHead(429).end("{}");
    if (mood === "fail") return void response.writeHead(502).end("<h1>Bad gateway</h1>");
    const isClient =
      authorization === `Basic ${btoa(`${client.id}:${client.secret}`)}` ||
      authorization === `Basic ${btoa(`${client.secret}:`)}` ||
      (form.client_id === client.id && form.client_secret === client.secret);
    if (!isClient) return void response.writeHead(401).end('{"error":"invalid_client"}');
    const given = form.grant_type === "authorization_code" ? byCode(form) : byRefresh(form);
    await new Promise((done) => setTimeout(done, mood === "slow" ? state.slowMs : state.tokenDelayMs));
    if (mood === "spendAndBreak") return void request.socket.destroy();
    if (mood === "spendAndFail") return void response.writeHead(500).end("{}");
    if (!given) return void response.writeHead(400).end('{"error":"invalid_grant"}');
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(given));
  };
  const server = await startServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://fake");
    if (/auth(orize)?$|oauth2$/.test(url.pathname)) return authorize(url, response);
    if (request.method === "POST" && /token|bearer/.test(url.pathname)) return void answerToken(request, response);
    request.resume();
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "";
    if ((access.get(bearer) ?? 0) < Date.now()) {
      state.refused++;
      return void response.writeHead(401, { "content-type": "application/json" }).end('{"error":"token_expired"}');
    }
    response.writeHead(200, { "content-type": "application/json" });
    if (url.pathname === "/connections") return void response.end(JSON.stringify(state.tenants));
    state.calls.push({ path: request.url ?? "", headers: request.headers });
    response.end('{"ok":true}');
  });
  return Object.assign(state, server, { withdraw: () => grants.clear(), endTokens: () => access.clear() });
}
