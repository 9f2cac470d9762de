import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { type TokenClaims, tokenLifeSeconds } from "../../access/tokens.ts";
import type { Context } from "../../context.ts";
import { type ErrorCode, Problem } from "../../errors.ts";
import { Secret } from "../../vault/secret.ts";
import { parseJson } from "../json.ts";
import { onceOutside } from "../once-outside.ts";
import type { RouteDescription } from "../route-description.ts";

const bodyLimitBytes = 16 * 1024;

const answer = z.strictObject({ access_token: z.string(), token_type: z.literal("Bearer"), expires_in: z.int() });
type TokenAnswer = z.infer<typeof answer>;

const openapi: RouteDescription = {
  id: "oauth.token",
  tag: "Sign-in",
  summary: "Get an access token for an access key",
  description: "RFC 6749 section 4.4. Other parameters of the body are ignored.",
  caller: "client",
  body: {
    mediaTypes: ["application/json", "application/x-www-form-urlencoded"],
    schema: z.looseObject({ grant_type: z.literal("client_credentials") }),
  },
  example: { grant_type: "client_credentials" },
  answer,
  once: true,
  errors: ["validation_failed", "client_invalid", "media_type_not_supported", "too_many_requests"],
};

/** RFC 6749 section 4.4: an access key id and its API secret become an access token. */
export function addOauthRoutes(app: FastifyInstance, context: Context): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      "*",
      { parseAs: "buffer" },
      async (request: { rawBody?: Buffer; headers: { "content-type"?: string } }, body: Buffer) => {
        request.rawBody = body;
        return readParameters(request.headers["content-type"] ?? "", body);
      },
    );
    scope.post("/oauth/token", { bodyLimit: bodyLimitBytes, config: { openapi } }, async (request, reply) => {
      reply.headers({ "cache-control": "no-store", pragma: "no-cache" });
      requireGrantType(request.body);
      reply.header("www-authenticate", 'Basic realm="Credenza", charset="UTF-8"');
      const client = await verify(context, readBasic(request.headers.authorization));
      reply.removeHeader("www-authenticate");
      return issue(context, request, client);
    });
  });
}

function readParameters(contentType: string, body: Buffer): Record<string, unknown> {
  const type = contentType.split(";")[0]?.trim().toLowerCase();
  if (type === "application/x-www-form-urlencoded") return readForm(body.toString("utf8"));
  if (type === "application/json") return readJsonObject(body);
  throw new Problem("media_type_not_supported", "Send a form or JSON with the matching Content-Type.", {
    extra: { error: "invalid_request" },
  });
}

function readForm(body: string): Record<string, unknown> {
  const form = new URLSearchParams(body);
  if (new Set(form.keys()).size !== form.size)
    throw invalidRequest("malformed_body", "A parameter came more than once.");
  return Object.fromEntries(form);
}

function readJsonObject(body: Buffer): Record<string, unknown> {
  const value = body.length === 0 ? {} : parse(body);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw invalidRequest("malformed_body", "Send a JSON object.");
}

function parse(body: Buffer): unknown {
  try {
    return parseJson(body);
  } catch (error) {
    throw error instanceof Problem ? invalidRequest(error.code, error.detail) : error;
  }
}

/** Other parameters are ignored, as RFC 6749 section 3.2 asks. */
function requireGrantType(body: unknown): void {
  const { grant_type: grantType } = (body ?? {}) as Record<string, unknown>;
  if (grantType === "client_credentials") return;
  const [message, error] =
    grantType === undefined
      ? ["Send grant_type=client_credentials.", "invalid_request"]
      : ["The only grant type here is client_credentials.", "unsupported_grant_type"];
  throw new Problem("validation_failed", message, { errors: [{ field: "grant_type", message }], extra: { error } });
}

type Client = [accessKeyId: string, apiSecret: string];

/** The pair as it stands, and percent-decoded where a client encoded it as RFC 6749 section 2.3.1 says. */
function readBasic(authorization: string | undefined): Client[] {
  const encoded = /^Basic +([A-Za-z0-9+/=_-]+) *$/i.exec(authorization ?? "")?.[1];
  const pair = encoded === undefined ? "" : Buffer.from(encoded, "base64").toString("utf8");
  const colon = pair.indexOf(":");
  if (colon < 1) {
    throw new Problem("client_invalid", "Send the access key id and the API secret as HTTP Basic.", {
      extra: { error: "invalid_client" },
    });
  }
  const plain: Client = [pair.slice(0, colon), pair.slice(colon + 1)];
  const decoded = plain.map(formDecoded) as Client;
  return decoded.join(":") === plain.join(":") ? [plain] : [plain, decoded];
}

async function verify({ access }: Pick<Context, "access">, clients: Client[]): Promise<TokenClaims> {
  const [[accessKeyId, apiSecret] = ["", ""], ...others] = clients;
  try {
    return await access.verifyClient(accessKeyId, new Secret(apiSecret));
  } catch (error) {
    const mayRetry = error instanceof Problem && error.code === "client_invalid" && others.length > 0;
    if (mayRetry) return verify({ access }, others);
    throw error;
  }
}

/** The same Idempotency-Key gets the same token while that lives; `expires_in` says what is left of it (RFC 6749 section 5.1). */
async function issue(context: Context, request: FastifyRequest, client: TokenClaims): Promise<TokenAnswer> {
  const { access, now } = context;
  const fresh = async () => ({ token: await access.issueToken(client), sinceMs: now() });
  const given = await onceOutside(context, request, {
    actorId: client.accessKey,
    operation: "oauth.token",
    prepare: fresh,
    work: async (_tx, issued) => issued,
  });
  const leftSeconds = (issued: { sinceMs: number }): number =>
    Math.ceil(tokenLifeSeconds - (now() - issued.sinceMs) / 1000);
  const issued = leftSeconds(given) > 0 ? given : await fresh();
  return { access_token: issued.token, token_type: "Bearer", expires_in: leftSeconds(issued) };
}

function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}

const invalidRequest = (code: ErrorCode, detail: string): Problem =>
  new Problem(code, detail, { extra: { error: "invalid_request" } });
