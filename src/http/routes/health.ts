import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { Context } from "../../context.ts";
import type { RouteDescription } from "../route-description.ts";

const staleHeartbeatMs = 15_000;

const describe = (
  id: string,
  summary: string,
  answer: RouteDescription["answer"],
  statuses?: Record<number, string>,
) => ({
  config: { openapi: { id, tag: "Health", summary, caller: "anybody", answer, statuses } satisfies RouteDescription },
});
const alive = describe("health.alive", "Whether the process lives", z.strictObject({ status: z.literal("ok") }));
const ready = describe(
  "health.ready",
  "Whether the database answers and a worker's heart beats",
  z.strictObject({ status: z.string(), checks: z.record(z.string(), z.string()) }),
  { 200: "All is well", 503: "Something is missing; the checks say what" },
);
const metrics = describe("health.metrics", "Metrics for Prometheus", { mediaType: "text/plain" });

/** `/healthz`: the process lives. `/readyz`: the database answers and a worker's heart beats. `/metrics`: Prometheus. */
export function addHealthRoutes(app: FastifyInstance, context: Context): void {
  app.get("/healthz", alive, async () => ({ status: "ok" }));
  app.get("/readyz", ready, async (_request, reply) => {
    const checks = await readiness(context);
    const isReady = Object.values(checks).every((check) => check === "ok");
    return reply.status(isReady ? 200 : 503).send({ status: isReady ? "ok" : "not ready", checks });
  });
  app.get("/metrics", metrics, async (_request, reply) => {
    const { contentType, body } = await context.metrics.render();
    return reply.header("content-type", contentType).send(body);
  });
}

async function readiness(context: Context): Promise<Record<string, string>> {
  try {
    const lastHeartbeat = await context.jobs.lastHeartbeat();
    const isFresh = lastHeartbeat !== null && context.now() - lastHeartbeat.getTime() < staleHeartbeatMs;
    return {
      database: "ok",
      migrations: "ok",
      worker: isFresh ? "ok" : "no worker has reported in the last 15 seconds",
    };
  } catch {
    return { database: "does not answer" };
  }
}
