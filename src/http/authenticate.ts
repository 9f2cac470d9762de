import type { FastifyRequest } from "fastify";
import type { Actor, Context } from "../context.ts";
import { Problem } from "../errors.ts";

export const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Who calls, by bearer token or by the Console's session (then with its CSRF token on all but reading). */
export async function authenticate(context: Context, request: FastifyRequest, orgId: string): Promise<Actor> {
  const organizationId = orgId.toLowerCase();
  const { authorization, cookie, origin } = request.headers;
  const csrfToken = request.headers["x-csrf-token"];
  const actor = await context.access.authenticate(
    {
      method: request.method,
      authorization,
      cookie,
      origin,
      csrfToken: typeof csrfToken === "string" ? csrfToken : undefined,
      site: typeof request.headers["sec-fetch-site"] === "string" ? request.headers["sec-fetch-site"] : undefined,
    },
    organizationId,
  );
  if (!uuid.test(organizationId)) throw new Problem("not_found");
  return actor;
}
