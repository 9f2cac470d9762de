import type { IncomingMessage, ServerResponse } from "node:http";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { Context } from "../../context.ts";
import { newId } from "../../crypto/ids.ts";
import { Problem } from "../../errors.ts";
import type { Work } from "../../tracing/tracing.ts";
import type { Received } from "../../webhooks/incoming/receive.ts";
import { toDocument, toProblem } from "../problem.ts";
import type { DescribedRoute } from "../route-description.ts";

const prefix = "/hooks/";
const drainMs = 5_000;
const bodyTimeoutMs = 30_000;
/** The rest of a refused body is read and dropped up to here, so that the sender sees the answer; beyond, the connection ends. */
const maxDroppedBytes = 16 * 1024 * 1024;

export const hookDescription: DescribedRoute = {
  id: "hooks.receive",
  method: "post",
  path: "/hooks/{token}",
  tag: "Incoming webhooks",
  summary: "Receive a webhook",
  caller: "anybody",
  body: { mediaTypes: ["*/*"] },
  answer: z.strictObject({ id: z.uuid() }),
  statuses: { 202: "It is verified and stored", 200: "It came before; the same id" },
  errors: ["not_found", "webhook_refused", "webhook_deactivated", "too_large", "unavailable"],
};

/**
 * `POST /hooks/{token}`: what other systems send. The body stays raw and is read only for a webhook that takes it.
 * It is answered beside the router, whose work for a request costs more than verifying one.
 */
export function addHookRoutes(app: FastifyInstance, context: Context): void {
  const { server } = app;
  const listeners = server.listeners("request");
  const underWay = new Set<Promise<void>>();
  let isClosing = false;

  server.removeAllListeners("request");
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    if (!request.url?.startsWith(prefix)) {
      for (const listener of listeners) listener.call(server, request, response);
      return;
    }
    if (isClosing) response.setHeader("connection", "close");
    const answered = answer(context, request, response).finally(() => underWay.delete(answered));
    underWay.add(answered);
  });
  app.addHook("preClose", async () => {
    isClosing = true;
    const overdue = new Promise((resolve) => setTimeout(resolve, drainMs).unref());
    await Promise.race([Promise.all(underWay), overdue]);
  });
}

const work: Work = {
  name: hookDescription.id,
  kind: "server",
  attributes: { "http.request.method": "POST", "http.route": hookDescription.path },
};
const statusOf = (received: Received): number =>
  received.answer?.status ?? ("isDuplicate" in received && !received.isDuplicate ? 202 : 200);

/** Never rejects. */
async function answer(context: Context, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const started = performance.now();
  try {
    const received = await context.tracing.run(work, () => receive(context, request), statusOf);
    const { answer } = received;
    if (answer) send(response, answer.status, answer.contentType, answer.body);
    else if ("id" in received) send(response, statusOf(received), "application/json", `{"id":"${received.id}"}`);
  } catch (error) {
    sendProblem(context, request, response, error);
  }
  context.metrics.request("POST", "/hooks/:token", response.statusCode, performance.now() - started);
}

async function receive(context: Context, request: IncomingMessage) {
  if (request.method !== "POST") throw new Problem("method_not_allowed", "Send webhooks with POST.");
  const target = request.url ?? "";
  const end = target.indexOf("?");
  return context.incoming.receive({
    token: target.slice(prefix.length, end === -1 ? undefined : end),
    method: "POST",
    target,
    rawHeaders: request.rawHeaders,
    sourceAddress: request.socket.remoteAddress ?? null,
    readBody: (maxBytes) => readBody(request, maxBytes),
  });
}

function sendProblem(context: Context, request: IncomingMessage, response: ServerResponse, error: unknown): void {
  const problem = toProblem(error);
  const requestId = newId();
  if (problem.status >= 500) {
    const cause = problem.cause as { name?: string; code?: string } | undefined;
    context.log.error({ requestId, code: problem.code, name: cause?.name, sqlState: cause?.code }, problem.message);
  }
  if (problem.code === "method_not_allowed") response.setHeader("allow", "POST");
  if (problem.retryAfterSeconds !== undefined) response.setHeader("retry-after", Math.ceil(problem.retryAfterSeconds));
  if (!request.complete && !isShort(request)) response.setHeader("connection", "close");
  response.setHeader("x-request-id", requestId);
  send(response, problem.status, "application/problem+json", JSON.stringify(toDocument(problem, requestId)));
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    "content-type": `${type}; charset=utf-8`,
    "content-length": Buffer.byteLength(body),
    "x-content-type-options": "nosniff",
  });
  response.end(body);
}

function isShort({ headers }: IncomingMessage): boolean {
  const length = Number(headers["content-length"] ?? Number.NaN);
  return headers["transfer-encoding"] === undefined && !(length > maxDroppedBytes);
}

/** The whole body, or undefined once it is known to be longer. Rejects when the sender goes away. */
function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  if (Number(request.headers["content-length"] ?? 0) > maxBytes) return Promise.resolve(undefined);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const overdue = setTimeout(() => request.destroy(), bodyTimeoutMs);
    request.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length <= maxBytes) return void chunks.push(chunk);
      request.pause();
      resolve(undefined);
    });
    request.on("end", () => {
      clearTimeout(overdue);
      resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
    });
    const endedEarly = (): void => {
      clearTimeout(overdue);
      if (!request.complete) reject(new Problem("malformed_body", "The body ended early."));
    };
    request.on("error", endedEarly);
    request.on("close", endedEarly);
  });
}
