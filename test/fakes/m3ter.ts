import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { type FakeServer, startServer } from "./server.ts";

export interface FakeM3ter extends FakeServer {
  /** Tokens given so far. */
  tokensGiven: number;
  /** Bodies and headers of the requests for tokens. */
  tokenRequests: { authorization: string | undefined; contentType: string | undefined; body: string }[];
  /** Paths of the API that were called with a valid token. */
  calls: string[];
  expiresInSeconds: number;
  /** How long a request for a token takes. */
  tokenDelayMs: number;
  /** The token endpoint answers 503. */
  tokensBroken: boolean;
  /** Ends every token that was given. */
  revokeTokens(): void;
  /** `none`: the token holds no organization, as an opaque token. */
  tokenKind: "jwt" | "none";
  mood: "well" | "throttled" | "forbidden" | "broken";
}

const organizationId = "0193f0aa-7a52-7cc0-8d0e-1f6d2f9c9a10";

/** The token endpoint and a few paths of the m3ter API. The token is a JWT in form; nobody checks its signature here. */
export async function startFakeM3ter(key: { accessKeyId: string; apiSecret: string }): Promise<FakeM3ter> {
  const valid = new Set<string>();
  const state = {
    tokensGiven: 0,
    tokenRequests: [] as FakeM3ter["tokenRequests"],
    calls: [] as string[],
    expiresInSeconds: 18_000,
    tokenDelayMs: 0,
    tokensBroken: false,
    tokenKind: "jwt" as FakeM3ter["tokenKind"],
    mood: "well" as FakeM3ter["mood"],
    revokeTokens: () => valid.clear(),
  };
  const issue = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request);
    const { authorization, "content-type": contentType } = request.headers;
    state.tokenRequests.push({ authorization, contentType, body });
    await new Promise((resolve) => setTimeout(resolve, state.tokenDelayMs));
    if (state.tokensBroken) return send(response, 503, { message: "Try later" });
    const expected = `Basic ${Buffer.from(`${key.accessKeyId}:${key.apiSecret}`).toString("base64")}`;
    if (authorization !== expected) return send(response, 401, { error: "invalid_client", message: "Unauthorized" });
    if (grantOf(contentType, body) !== "client_credentials")
      return send(response, 400, { error: "unsupported_grant_type" });
    const token = tokenOf(state.tokenKind, ++state.tokensGiven);
    valid.add(token);
    send(response, 200, { access_token: token, token_type: "bearer", expires_in: state.expiresInSeconds });
  };
  const server = await startServer((request, response) => {
    if (request.url === "/oauth/token" && request.method === "POST") return void issue(request, response);
    const [, token = ""] = /^Bearer (.+)$/.exec(request.headers.authorization ?? "") ?? [];
    if (!valid.has(token)) return send(response, 401, { message: "Unauthorized" });
    state.calls.push(`${request.method} ${request.url}`);
    if (state.mood === "throttled") return send(response, 429, { message: "Too many" });
    if (state.mood === "forbidden") return send(response, 403, { message: "Forbidden" });
    if (state.mood === "broken") return send(response, 502, { message: "Bad gateway" });
    if (request.url === `/organizations/${organizationId}/users/me`)
      return send(response, 200, { serviceUser: { id: organizationId } });
    request.resume();
    request.on("end", () => send(response, 200, { ok: true, token }));
  });
  return Object.assign(state, server);
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

const tokenOf = (kind: FakeM3ter["tokenKind"], serial: number): string =>
  kind === "jwt"
    ? `${encode({ alg: "RS256" })}.${encode({ sub: "su", orgId: organizationId, serial })}.c2lnbmF0dXJl`
    : `opaque-token-number-${serial}`;

function grantOf(contentType: string | undefined, body: string): unknown {
  if (contentType?.startsWith("application/json")) return JSON.parse(body).grant_type;
  return new URLSearchParams(body).get("grant_type");
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
