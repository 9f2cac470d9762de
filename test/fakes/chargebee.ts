import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { type FakeServer, startServer } from "./server.ts";
import { streamRoutes } from "./stream-routes.ts";

/** Full-access keys may do all; restricted ones (publishable) may not read customers. */
export type KeyKind = "full" | "restricted";
export type Mood = "well" | "throttled" | "hanging" | "resetting" | "redirecting" | "broken" | "notJson";

export interface SeenRequest {
  method: string;
  url: string;
  headers: IncomingMessage["headers"];
  /** Names and values as they came. */
  rawHeaders: string[];
}

export interface FakeChargebee extends FakeServer {
  requests: SeenRequest[];
  /** Requests that are not answered whole yet. */
  open: number;
  /** How every further request is treated. */
  mood: Mood;
  /** Where it redirects to. */
  redirectTo: string;
}

export interface FakeChargebeeOptions {
  site?: string;
  keys: Record<string, KeyKind>;
}

/**
 * Keeps Chargebee's rules: Basic with the key and an empty password, 401 for another key, 403 for a restricted one, 404
 * for another site, 429 with Retry-After. The site is the first label of the host, or of X-Forwarded-Host when an
 * override stands in for chargebee.com. Paths that begin with `/_` misbehave on purpose.
 */
export async function startFakeChargebee({ site = "acme-test", keys }: FakeChargebeeOptions): Promise<FakeChargebee> {
  const state = { requests: [] as SeenRequest[], open: 0, mood: "well" as Mood, redirectTo: "https://evil.example/" };
  const server = await startServer((request, response) => {
    state.open++;
    response.on("close", () => state.open--);
    state.requests.push({
      method: request.method ?? "",
      url: request.url ?? "",
      headers: request.headers,
      rawHeaders: request.rawHeaders,
    });
    const refused = moods[state.mood](response, request, state.redirectTo) || judge(request, response, site, keys);
    if (!refused) route(request, response);
  });
  return Object.assign(state, server);
}

const moods: Record<Mood, (response: ServerResponse, request: IncomingMessage, redirectTo: string) => boolean> = {
  well: () => false,
  hanging: () => true,
  throttled: (response) =>
    answer(response, 429, fault(429, "api_request_limit_exceeded", "Too many requests"), { "retry-after": "7" }),
  resetting: (_response, request) => {
    request.socket.resetAndDestroy();
    return true;
  },
  redirecting: (response, _request, location) => answer(response, 302, "", { location }),
  broken: (response) => answer(response, 503, fault(503, "internal_temporary_error", "Try again")),
  notJson: (response) => answer(response, 200, "<html>not what you asked for</html>", { "content-type": "text/html" }),
};

function judge(
  request: IncomingMessage,
  response: ServerResponse,
  site: string,
  keys: Record<string, KeyKind>,
): boolean {
  const asked = siteOf(request);
  if (asked !== undefined && asked !== site)
    return answer(response, 404, fault(404, "site_not_found", "Site not found"));
  const [, encoded = ""] = /^Basic (.+)$/.exec(request.headers.authorization ?? "") ?? [];
  const [key = "", ...password] = Buffer.from(encoded, "base64").toString("utf8").split(":");
  const kind = Object.hasOwn(keys, key) && password.join(":") === "" && password.length === 1 ? keys[key] : undefined;
  if (!kind) {
    const refusal = fault(401, "api_authentication_failed", "Sorry, authentication failed. Invalid api key");
    return answer(response, 401, refusal, { "www-authenticate": 'Basic realm="Chargebee"' });
  }
  if (kind === "restricted") {
    return answer(response, 403, fault(403, "api_authorization_failed", "Sorry, this key may not do that"));
  }
  return false;
}

function siteOf({ headers }: IncomingMessage): string | undefined {
  const host = String(headers["x-forwarded-host"] ?? headers.host ?? "");
  return /^([^.]+)\.chargebee\./.exec(host)?.[1];
}

function route(request: IncomingMessage, response: ServerResponse): void {
  const { pathname } = new URL(request.url ?? "/", "http://fake");
  const path = pathname.replace(/^\/api\/v2/, "");
  const special = streamRoutes[path];
  if (special) special(request, response);
  else if (path !== "/customers") answer(response, 404, fault(404, "resource_not_found", "Not found"));
  else if (request.method === "POST") createCustomer(request, response);
  else
    answer(response, 200, { list: [{ customer: { id: "cus_1", email: "ada@example.test" } }], next_offset: '["1"]' });
}

async function createCustomer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const form = new URLSearchParams(await text(request));
  answer(response, 200, { customer: { id: "cus_2", email: form.get("email") } });
}

const fault = (status: number, code: string, message: string) => ({
  message,
  type: "invalid_request",
  api_error_code: code,
  http_status_code: status,
});

function answer(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): true {
  const isText = typeof body === "string";
  response.writeHead(status, { "content-type": "application/json;charset=utf-8", ...headers });
  response.end(isText ? body : JSON.stringify(body));
  return true;
}
