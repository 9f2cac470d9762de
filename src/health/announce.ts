import type { AuditAction } from "../define/glossary.ts";
import type { Events } from "../events/events.ts";
import { writeOwnAudit } from "../store/audit.ts";
import type { Tx } from "../store/db.ts";

export interface CredentialNews {
  organizationId: string;
  credentialId: string;
  action: Extract<AuditAction, "credential.disconnected" | "credential.expiring">;
  /** Shown members only. */
  data: { name: string; destination: string; status: string; reason: string };
}

/** Tells people that a credential needs them, in the transaction that found it out. */
export async function announceNews(tx: Tx, events: Events, news: CredentialNews): Promise<void> {
  const { organizationId, credentialId, action, data } = news;
  await events.publish(tx, [{ organizationId, eventName: action, data: { new: { id: credentialId, ...data } } }]);
  await writeOwnAudit(tx, {
    organizationId,
    action,
    resourceType: "credential",
    resourceId: credentialId,
    detail: data,
  });
}
