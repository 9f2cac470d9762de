import type { IncomingMessage, ServerResponse } from "node:http";
import type { FastifyInstance } from "fastify";
import type { Context } from "../context.ts";
import { problemAnswer } from "./problem.ts";
import { securityHeaders } from "./security-headers.ts";

/** A route that is answered beside the router, whose work for a request costs about as much as the request itself here. */
export interface FastRoute {
  /** As metrics name it. */
  name: string;
  takes(url: string): boolean;
  /** What it rejects with is answered as a problem, unless the answer has begun. */
  answer(request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void>;
}

const drainMs = 5_000;
/** The rest of a refused body is read and dropped up to here, so that the sender sees the answer; beyond, the connection ends. */
const maxDroppedBytes = 16 * 1024 * 1024;

/** Puts the routes before the router, on the same server. Closing waits for what is under way. */
export function addFastRoutes(
  app: FastifyInstance,
  context: Pick<Context, "log" | "metrics">,
  nextRequestId: () => string,
  routes: readonly FastRoute[],
): void {
  const { server } = app;
  const listeners = server.listeners("request");
  const underWay = new Set<Promise<void>>();
  let isClosing = false;

  server.removeAllListeners("request");
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    const { url = "" } = request;
    const route = routes.find(({ takes }) => takes(url));
    if (!route) {
      for (const listener of listeners) listener.call(server, request, response);
      return;
    }
    if (isClosing) response.setHeader("connection", "close");
    const answered = answer(context, route, request, response, nextRequestId()).finally(() =>
      underWay.delete(answered),
    );
    underWay.add(answered);
  });
  app.addHook("preClose", async () => {
    isClosing = true;
    const overdue = new Promise((resolve) => setTimeout(resolve, drainMs).unref());
    await Promise.race([Promise.all(underWay), overdue]);
  });
}

/** Never rejects. */
async function answer(
  context: Pick<Context, "log" | "metrics">,
  route: FastRoute,
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
): Promise<void> {
  const started = performance.now();
  try {
    await route.answer(request, response, requestId);
  } catch (error) {
    sendProblem(context, request, response, requestId, error);
  }
  context.metrics.request(request.method ?? "", route.name, response.statusCode, performance.now() - started);
}

function sendProblem(
  context: Pick<Context, "log">,
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
  error: unknown,
): void {
  const { status, headers, body } = problemAnswer(context, { id: requestId, url: request.url ?? "" }, error);
  if (response.headersSent) return void response.destroy();
  if (!request.complete && !isShort(request)) response.setHeader("connection", "close");
  const length = Buffer.byteLength(body);
  response.writeHead(status, { ...securityHeaders, ...headers, "x-request-id": requestId, "content-length": length });
  response.end(body);
}

function isShort({ headers }: IncomingMessage): boolean {
  const length = Number(headers["content-length"] ?? Number.NaN);
  return headers["transfer-encoding"] === undefined && !(length > maxDroppedBytes);
}
