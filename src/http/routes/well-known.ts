import type { FastifyInstance } from "fastify";
import type { Context } from "../../context.ts";

/** The public keys that access tokens verify with (RFC 7517). */
export function addWellKnownRoutes(app: FastifyInstance, context: Context): void {
  app.get("/.well-known/jwks.json", async (_request, reply) =>
    reply.header("cache-control", "public, max-age=300").send(await context.access.jwks()),
  );
}
