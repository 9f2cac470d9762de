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
  /** Of a JSON body, or the media types of one that is not described. */
  body?: z.ZodType | { mediaTypes: string[] };
  /** Of the JSON answer; without it the media type. */
  answer: z.ZodType | { mediaType: string };
  /** Beside 200. */
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
