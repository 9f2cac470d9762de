import type { FastifyInstance } from "fastify";
import type { Context } from "../../context.ts";
import { authenticate } from "../authenticate.ts";

const beatMs = 25_000;
/** A stream ends then and the browser opens the next one, which asks anew who may listen. */
const longestMs = 10 * 60_000;

/** Server-sent events that name the kinds of thing that have changed, as far as the caller may read them. */
export function addLiveRoutes(app: FastifyInstance, context: Context): void {
  const open = new Set<() => void>();
  app.addHook("preClose", async () => {
    for (const end of open) end();
  });
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
    const actor = await authenticate(context, request, request.params.orgId);
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
      open.delete(end);
      stop();
      clearInterval(beat);
      clearTimeout(last);
      raw.end();
    };
    const last = setTimeout(end, longestMs);
    open.add(end);
    raw.on("close", end);
    raw.on("error", end);
  });
}
