import type { z } from "zod";
import type { ErrorCode } from "../errors.ts";

/** What OpenAPI says of a route that is written by hand; it stands in the route's `config`. */
export interface RouteDescription {
  /** operationId. */
  id: string;
  tag: string;
  summary: string;
  /** Who may call: anybody, a client with HTTP Basic, a person's session, or a session or an access token. */
  caller: "anybody" | "client" | "session" | "signedIn";
  description?: string;
  /** Parameters of the query. */
  query?: z.ZodObject;
  /** Of a JSON body, or the media types of one, with its schema where it has one. */
  body?: z.ZodType | { mediaTypes: string[]; schema?: z.ZodType };
  /** Of a body. */
  example?: Record<string, unknown>;
  /** Of the JSON answer; without it the media type, or what a redirect leads to. */
  answer: z.ZodType | { mediaType: string } | { redirect: string };
  /** Statuses that this answer comes with, and when; 200 unless said. */
  statuses?: Record<number, string>;
  /** Whether an Idempotency-Key counts. */
  once?: boolean;
  errors?: ErrorCode[];
}

declare module "fastify" {
  interface FastifyContextConfig {
    openapi?: RouteDescription;
  }
}

export interface DescribedRoute extends RouteDescription {
  method: string;
  /** With `{name}` places. */
  path: string;
}
