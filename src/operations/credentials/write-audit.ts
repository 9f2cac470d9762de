import { newId } from "../../crypto/ids.ts";
import type { AuditAction } from "../../define/glossary.ts";
import type { Call } from "../../define/operation.ts";
import { writeAudit } from "../../store/audit.ts";

type Caller = Pick<Call<unknown, unknown, unknown>, "context" | "actor" | "organizationId" | "requestId">;

/** For operations that run outside the route's transaction. */
export async function writeCredentialAudit(
  { context, actor, organizationId, requestId }: Caller,
  action: AuditAction,
  credentialId: string,
  detail: Record<string, unknown>,
): Promise<void> {
  await context.store.inOrganization(organizationId, (tx) =>
    writeAudit(tx, {
      id: newId(),
      organizationId,
      action,
      actorType: actor.type,
      actorId: actor.id,
      actorName: actor.name,
      resourceType: "credential",
      resourceId: credentialId,
      detail,
      requestId,
    }),
  );
}
