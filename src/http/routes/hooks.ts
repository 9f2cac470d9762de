import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import type { Context } from "../../context.ts";
import { Problem } from "../../errors.ts";
import type { Work } from "../../tracing/tracing.ts";
import type { Received } from "../../webhooks/incoming/receive.ts";
import type { FastRoute } from "../fast-routes.ts";
import type { DescribedRoute } from "../route-description.ts";

const prefix = "/hooks/";
const bodyTimeoutMs = 30_000;

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

/** `POST /hooks/{token}`: what other systems send. The body stays raw and is read only for a webhook that takes it. */
export const hookRoute = (context: Context): FastRoute => ({
  name: "/hooks/:token",
  takes: (url) => url.startsWith(prefix),
  answer: async (request, response) => {
    if (request.method !== "POST") {
      response.setHeader("allow", "POST");
      throw new Problem("method_not_allowed", "Send webhooks with POST.");
    }
    const received = await context.tracing.run(work, () => receive(context, request), statusOf);
    const { answer } = received;
    if (answer) send(response, answer.status, answer.contentType, answer.body);
    else if ("id" in received) send(response, statusOf(received), "application/json", `{"id":"${received.id}"}`);
  },
});

const work: Work = {
  name: hookDescription.id,
  kind: "server",
  attributes: { "http.request.method": "POST", "http.route": hookDescription.path },
};
const statusOf = (received: Received): number =>
  received.answer?.status ?? ("isDuplicate" in received && !received.isDuplicate ? 202 : 200);

async function receive(context: Context, request: IncomingMessage) {
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

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    "content-type": `${type}; charset=utf-8`,
    "content-length": Buffer.byteLength(body),
    "x-content-type-options": "nosniff",
  });
  response.end(body);
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
    request.on("close", endedEarly);
  });
}
