import type { FastifyInstance } from "fastify";
import type { Context } from "../../context.ts";
import { authenticate } from "../authenticate.ts";

const beatMs = 25_000;
/** A stream ends then and the browser opens the next one, which asks anew who may listen. */
const longestMs = 10 * 60_000;

interface Stream {
  /** Throws when the caller may listen no longer. */
  mayGoOn(): Promise<void>;
  end(): void;
}

/** Server-sent events that name the kinds of thing that have changed, as far as the caller may read them. */
export function addLiveRoutes(app: FastifyInstance, context: Context): void {
  const open = new Set<Stream>();
  app.addHook("preClose", async () => {
    for (const { end } of open) end();
  });
  /** Access that was taken away ends a stream at once, in every process. */
  const askAgain = (): void => {
    for (const { mayGoOn, end } of open) mayGoOn().catch(end);
  };
  context.changes.on("session", askAgain);
  context.changes.on("access", askAgain);
  const config = {
    openapi: {
      id: "live.listen",
      tag: "Live",
      summary: "Hear which kinds of thing change, as server-sent events",
      caller: "signedIn" as const,
      answer: { mediaType: "text/event-stream" },
      errors: ["not_signed_in" as const, "token_invalid" as const, "not_found" as const],
    },
  };
  app.get<{ Params: { orgId: string } }>("/organizations/:orgId/live", { config }, async (request, reply) => {
    let actor = await authenticate(context, request, request.params.orgId);
    reply.hijack();
    const { raw } = reply;
    const headers = { "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" };
    raw.writeHead(200, { ...(reply.getHeaders() as Record<string, string>), ...headers });
    raw.write("retry: 2000\n\n");
    const stop = context.live.listen(actor.organizationId, (kind) => {
      if (kind === null || actor.may("config:retrieve", kind, null)) raw.write(`data: ${JSON.stringify({ kind })}\n\n`);
    });
    const beat = setInterval(() => raw.write(":\n\n"), beatMs);
    const end = (): void => {
      open.delete(stream);
      stop();
      clearInterval(beat);
      clearTimeout(last);
      raw.end();
    };
    const mayGoOn = async (): Promise<void> => {
      actor = await authenticate(context, request, request.params.orgId);
    };
    const stream = { mayGoOn, end };
    const last = setTimeout(end, longestMs);
    open.add(stream);
    raw.on("close", end);
    raw.on("error", end);
  });
}
