import { newId } from "../../crypto/ids.ts";
import type { AuditAction } from "../../define/glossary.ts";
import { writeAudit } from "../../store/audit.ts";
import type { Tx } from "../../store/db.ts";
import { organizationsOf } from "../../store/organizations.ts";
import { findUser } from "../../store/users.ts";

/** What a person does with the account shows in the audit trail of each organization that the person belongs to. */
export async function auditEverywhere(tx: Tx, action: AuditAction, userId: string, requestId: string): Promise<void> {
  const user = await findUser(tx, userId);
  for (const organization of await organizationsOf(tx, userId)) {
    await writeAudit(tx, {
      id: newId(),
      organizationId: organization.id,
      action,
      actorType: "USER",
      actorId: userId,
      actorName: user?.email ?? null,
      resourceType: "user",
      resourceId: userId,
      detail: {},
      requestId,
    });
  }
}
