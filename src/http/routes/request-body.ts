import type { FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import { parseBody } from "../route.ts";

export const requireBody = <S extends z.ZodType>(schema: S, request: FastifyRequest): z.output<S> =>
  parseBody(schema, request.body) as z.output<S>;

/** What such a route answers is kept by no cache. */
export async function neverStored(_request: FastifyRequest, reply: FastifyReply): Promise<void> {
  reply.header("cache-control", "no-store");
}
