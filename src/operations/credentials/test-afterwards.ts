import type { Call } from "../../define/operation.ts";
import { requireCredential } from "./find.ts";
import { toCredential } from "./shapes.ts";

type Caller = Pick<Call<unknown, { test: boolean }, unknown>, "context" | "actor" | "organizationId" | "query">;

/** Tests a credential that has just come to be usable, where the caller asks for it and may use it. */
export async function testAfterwards(
  { context, actor, organizationId, query }: Caller,
  { id, status }: { id: string; status: string },
) {
  if (!query.test || status === "PENDING" || !actor.may("config:use", "credential", id)) return undefined;
  await context.health.check(organizationId, id, { isForced: true });
  return context.store.inOrganization(organizationId, async (tx) =>
    toCredential(context.registry, await requireCredential(tx, id)),
  );
}
