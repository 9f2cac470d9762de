import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { Context } from "../../context.ts";
import type { RouteDescription } from "../route-description.ts";

const openapi: RouteDescription = {
  id: "oauth.keys",
  tag: "Sign-in",
  summary: "The public keys that access tokens verify with",
  caller: "anybody",
  answer: z.strictObject({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string() })) }),
};

/** The public keys that access tokens verify with (RFC 7517). */
export function addWellKnownRoutes(app: FastifyInstance, context: Context): void {
  app.get("/.well-known/jwks.json", { config: { openapi } }, async (_request, reply) =>
    reply.header("cache-control", "public, max-age=300").send(await context.access.jwks()),
  );
}
