import { existsSync } from "node:fs";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../context.ts";
import { projectFile } from "../project.ts";

const folder = projectFile("console/dist");

const contentSecurityPolicy = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "object-src 'none'",
].join("; ");

type Handler = (request: FastifyRequest, reply: FastifyReply) => FastifyReply;

/** Serves the built Console; every path that asks for a page and is no file gets its shell. */
export async function addConsole(app: FastifyInstance, context: Context, notFound: Handler): Promise<void> {
  if (!existsSync(folder)) {
    context.log.warn("The Console is not built; only the API is served.");
    app.setNotFoundHandler(notFound);
    return;
  }
  await app.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    index: false,
    preCompressed: true,
    setHeaders: (reply, path) => {
      const immutable = path.includes("/assets/");
      reply.header("cache-control", immutable ? "public, max-age=31536000, immutable" : "no-cache");
    },
  });
  const shell: Handler = (_request, reply) =>
    reply.header("content-security-policy", contentSecurityPolicy).sendFile("index.html");
  app.get("/", shell);
  app.setNotFoundHandler((request, reply) => {
    const wantsPage = request.method === "GET" && (request.headers.accept ?? "").includes("text/html");
    return wantsPage ? shell(request, reply) : notFound(request, reply);
  });
}
