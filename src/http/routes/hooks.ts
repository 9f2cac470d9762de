import type { IncomingMessage } from "node:http";
import type { FastifyInstance } from "fastify";
import type { Context } from "../../context.ts";
import { Problem } from "../../errors.ts";

/** `POST /hooks/{token}`: what other systems send. The body stays raw and is read only for a webhook that takes it. */
export function addHookRoutes(app: FastifyInstance, context: Context): void {
  app.register(async (hooks) => {
    hooks.removeAllContentTypeParsers();
    hooks.addContentTypeParser("*", (_request, _payload, done) => done(null));
    hooks.post<{ Params: { token: string } }>("/hooks/:token", async (request, reply) => {
      const { raw } = request;
      try {
        const stored = await context.incoming.receive({
          token: request.params.token,
          method: "POST",
          target: raw.url ?? "",
          rawHeaders: raw.rawHeaders,
          sourceAddress: raw.socket.remoteAddress ?? null,
          readBody: (maxBytes) => readBody(raw, maxBytes),
        });
        return reply
          .status(stored.isDuplicate ? 200 : 202)
          .header("content-type", "application/json; charset=utf-8")
          .send(`{"id":"${stored.id}"}`);
      } finally {
        if (!raw.complete) reply.header("connection", "close");
      }
    });
    hooks.route({
      method: ["GET", "PUT", "PATCH", "DELETE"],
      url: "/hooks/:token",
      handler: async (_request, reply) => {
        reply.header("allow", "POST");
        throw new Problem("method_not_allowed", "Send webhooks with POST.");
      },
    });
  });
}

/** The whole body, or undefined once it is known to be longer. Rejects when the sender goes away. */
function readBody(raw: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  if (Number(raw.headers["content-length"] ?? 0) > maxBytes) return Promise.resolve(undefined);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    raw.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length <= maxBytes) return void chunks.push(chunk);
      raw.pause();
      resolve(undefined);
    });
    raw.on("end", () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
    raw.on("error", () => reject(new Problem("malformed_body", "The body ended early.")));
    raw.on("aborted", () => reject(new Problem("malformed_body", "The body ended early.")));
  });
}
