import type { IncomingMessage } from "node:http";
import Fastify, { type FastifyInstance, type FastifyRequest } from "fastify";
import { z } from "zod";
import type { Context } from "../context.ts";
import { randomToken } from "../crypto/ids.ts";
import { Problem } from "../errors.ts";
import { operations } from "../operations/index.ts";
import { addConsole } from "./console.ts";
import { addFastRoutes } from "./fast-routes.ts";
import { parseJson } from "./json.ts";
import { openApiDocument } from "./openapi.ts";
import { sendProblem } from "./problem.ts";
import { createRequestLimit } from "./request-limit.ts";
import { addRoute } from "./route.ts";
import type { DescribedRoute } from "./route-description.ts";
import { addAuthRoutes } from "./routes/auth.ts";
import { addHealthRoutes } from "./routes/health.ts";
import { hookDescription, hookRoute } from "./routes/hooks.ts";
import { addLiveRoutes } from "./routes/live.ts";
import { addOauthRoutes } from "./routes/oauth.ts";
import { proxyDescriptions, proxyRoute } from "./routes/proxy.ts";
import { addSignInRoutes } from "./routes/sign-in.ts";
import { addWellKnownRoutes } from "./routes/well-known.ts";
import { securityHeaders } from "./security-headers.ts";
import { valueWords } from "./value-words.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** The bytes of a JSON body, for what compares bodies. */
    rawBody: Buffer | undefined;
  }
}

/** Unique across processes without asking the random source for each request, which would be a tenth of a proxied call. */
function requestIds(): () => string {
  const process = randomToken(9);
  let count = 0;
  return () => `${process}-${(++count).toString(36)}`;
}

const bodyLimitBytes = 1024 * 1024;
const bodyTimeoutMs = 30_000;

/** What no operation can describe is written by hand; this and the fast routes are the whole list. */
const handWrittenRoutes = [
  addHealthRoutes,
  addWellKnownRoutes,
  addOauthRoutes,
  addAuthRoutes,
  addSignInRoutes,
  addLiveRoutes,
];

export async function createServer(context: Context): Promise<FastifyInstance> {
  z.config({ customError: valueWords });
  const nextRequestId = requestIds();
  const app = Fastify({
    loggerInstance: undefined,
    logger: false,
    bodyLimit: bodyLimitBytes,
    genReqId: nextRequestId,
    requestTimeout: 0,
    keepAliveTimeout: 72_000,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 2000, ignoreTrailingSlash: false, caseSensitive: true },
    trustProxy: false,
    exposeHeadRoutes: false,
    frameworkErrors: (error, request, reply) => void sendProblem(context, request, reply, error),
  });
  app.decorateRequest("rawBody", undefined);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    ["application/json", "text/json"],
    { parseAs: "buffer" },
    async (request: FastifyRequest, body: Buffer) => {
      requireUncompressed(request.headers["content-encoding"]);
      request.rawBody = body;
      return body.length === 0 ? undefined : parseJson(body);
    },
  );
  app.addHook("onRequest", async (request, reply) => {
    reply.headers(securityHeaders);
    reply.header("x-request-id", request.id);
  });
  app.addHook("preParsing", async ({ raw }) => endSlowBody(raw));
  app.addHook("onResponse", async (request, reply) => {
    context.metrics.request(
      request.method,
      request.routeOptions.url ?? "unmatched",
      reply.statusCode,
      reply.elapsedTime,
    );
  });
  app.setErrorHandler((error, request, reply) => sendProblem(context, request, reply, error));

  const described: DescribedRoute[] = [hookDescription, ...proxyDescriptions];
  app.addHook("onRoute", ({ url, method, config }) => {
    const path = url.replaceAll(/:(\w+)/g, "{$1}").replace("*", "{path}");
    const name = String(method).toLowerCase();
    if (config?.openapi && describable.has(name)) described.push({ ...config.openapi, path, method: name });
  });
  for (const addRoutes of handWrittenRoutes) addRoutes(app, context);
  addFastRoutes(app, context, nextRequestId, [hookRoute(context), proxyRoute(context)]);
  const requireRequestLeft = createRequestLimit(context.config.requestsPerSecond, context.now);
  for (const operation of operations) addRoute(app, context, operation, requireRequestLeft, operations);
  let document: string | undefined;
  app.get("/openapi.json", async (_request, reply) => {
    document ??= JSON.stringify(openApiDocument(context, operations, described));
    return reply.header("content-type", "application/json; charset=utf-8").send(document);
  });
  await addConsole(app, context, (request, reply) => sendProblem(context, request, reply, nothingHere()));
  await app.ready();
  return app;
}

const nothingHere = (): Problem =>
  new Problem("not_found", "Nothing answers at this path with this method. GET /openapi.json lists what does.");

function requireUncompressed(encoding: string | undefined): void {
  if (encoding === undefined || encoding === "identity") return;
  throw new Problem("media_type_not_supported", "Send the body as it is, without Content-Encoding.");
}

/**
 * A body that is gathered in memory must come within 30 s, however little of it each packet holds. What the proxy streams
 * does not come here.
 */
function endSlowBody(request: IncomingMessage): void {
  if (request.complete || request.readableEnded) return;
  const overdue = setTimeout(() => request.destroy(), bodyTimeoutMs);
  request.once("close", () => clearTimeout(overdue));
  request.once("end", () => clearTimeout(overdue));
}

/** OpenAPI 3.1 knows no others, e.g. no QUERY. */
const describable = new Set(["get", "put", "post", "delete", "options", "head", "patch", "trace"]);
