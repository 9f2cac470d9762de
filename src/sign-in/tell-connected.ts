import type { Context } from "../context.ts";
import { newId } from "../crypto/ids.ts";
import type { EventActor } from "../events/configuration-events.ts";
import { requireCredential } from "../operations/credentials/find.ts";
import { publishCredentialChange } from "../operations/credentials/publish-change.ts";
import { writeAudit } from "../store/audit.ts";
import type { CredentialRow } from "../store/credentials.ts";
import type { Tx } from "../store/db.ts";

interface Connected {
  organizationId: string;
  old: CredentialRow;
  isLink: boolean;
  /** Whose session it was, where it was one. */
  person: { id: string; name: string } | undefined;
}

/** The audit row and the event of a credential that a sign-in, or the choice after it, has connected. */
export async function tellConnected(context: Context, tx: Tx, connected: Connected): Promise<void> {
  const { organizationId, old, isLink, person } = connected;
  const actor: EventActor = person
    ? { type: "USER", id: person.id, name: person.name }
    : { type: "SYSTEM", id: null, name: "Connect link" };
  await writeAudit(tx, {
    id: newId(),
    organizationId,
    action: "credential.connected",
    actorType: actor.type,
    actorId: actor.id,
    actorName: actor.name,
    resourceType: "credential",
    resourceId: old.id,
    detail: { name: old.name, destination: old.destination, ...(isLink ? { by: "connect link" } : {}) },
    requestId: null,
  });
  const row = await requireCredential(tx, old.id);
  await publishCredentialChange(context, tx, { kind: "updated", organizationId, old, new: row, actor });
}
