import type { Actor, Context } from "../context.ts";
import { Problem } from "../errors.ts";
import { accessRequest, type RequestHead } from "./access-request.ts";

export const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Who calls, by bearer token or by the Console's session (then with its CSRF token on all but reading). */
export async function authenticate(
  context: Context,
  request: RequestHead,
  orgId: string,
): Promise<Actor & { session: boolean }> {
  const organizationId = orgId.toLowerCase();
  const actor = await context.access.authenticate(accessRequest(request), organizationId);
  if (!uuid.test(organizationId)) throw new Problem("not_found");
  return actor;
}
