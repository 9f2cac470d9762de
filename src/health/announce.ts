import { newId } from "../crypto/ids.ts";
import type { AuditAction } from "../define/glossary.ts";
import { writeAudit } from "../store/audit.ts";
import type { Tx } from "../store/db.ts";

export interface CredentialNews {
  organizationId: string;
  credentialId: string;
  action: Extract<AuditAction, "credential.disconnected" | "credential.expiring">;
  /** Shown members only. */
  data: { name: string; destination: string; status: string; reason: string };
}

/** Tells people that a credential needs them, in the transaction that found it out. */
export async function announceNews(tx: Tx, { organizationId, credentialId, action, data }: CredentialNews) {
  await writeAudit(tx, {
    id: newId(),
    organizationId,
    action,
    actorType: "SYSTEM",
    actorId: null,
    actorName: null,
    resourceType: "credential",
    resourceId: credentialId,
    detail: data,
    requestId: null,
  });
}
