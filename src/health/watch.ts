import type { Context } from "../context.ts";
import type { EventActor } from "../events/configuration-events.ts";
import { publishCredentialChange } from "../operations/credentials/publish-change.ts";
import { endGrantOf } from "../sign-in/end-grant.ts";
import { writeOwnAudit } from "../store/audit.ts";
import {
  findExpiring,
  removeAbandoned,
  showExpiring,
  takeAbandoned,
  takeDueChecks,
} from "../store/credential-health.ts";
import { findCredential } from "../store/credentials.ts";
import { holdItem } from "../store/db.ts";
import { announceNews } from "./announce.ts";

const chunk = 40;
const atOnce = 4;
/** Ten seconds each at most, when the system is away. */
const abandonedAtOnce = 25;

/** Looks at credentials whose time has come, a few at once; runs every minute. */
export async function checkDue({ store, health, log }: Context): Promise<void> {
  const due = await takeDueChecks(store.system, chunk);
  const queue = due.values();
  const work = async (): Promise<void> => {
    for (const { organizationId, id } of queue) {
      await health.check(organizationId, id, { isForced: false }).catch((error: unknown) => {
        log.debug({ reason: error instanceof Error ? error.message : "unknown" }, "A credential was not checked");
      });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

/** Tells of credentials that expire within 14 days, and removes those whose sign-in was never finished. */
export async function watchTime(context: Context): Promise<void> {
  const { store, events } = context;
  for (const { id, organizationId } of await findExpiring(store.system, 200)) {
    await store.inOrganization(organizationId, async (tx) => {
      const shown = await showExpiring(tx, id);
      if (!shown) return;
      const { name, destination, expires_at: expiresAt } = shown;
      const reason = `It expires on ${expiresAt?.toISOString().slice(0, 10)}.`;
      const data = { name, destination, status: "EXPIRING", reason };
      await announceNews(tx, events, { organizationId, credentialId: id, action: "credential.expiring", data });
    });
  }
  await removeUnfinished(context);
}

/** One after the other: of two that live by one grant, the second ends it. */
async function removeUnfinished(context: Context): Promise<void> {
  const { store, log } = context;
  const taken = await takeAbandoned(store.system, abandonedAtOnce);
  let removed = 0;
  for (const place of taken) {
    await endGrantOf(context, place, "unreachable");
    if (await abandon(context, place.organizationId, place.credentialId)) removed += 1;
  }
  if (removed > 0) log.info({ removed }, "Removed credentials whose sign-in was not finished");
}

async function abandon(context: Context, organizationId: string, id: string): Promise<boolean> {
  return context.store.inOrganization(organizationId, async (tx) => {
    await holdItem(tx, [organizationId, id].join("/"));
    const old = await findCredential(tx, id);
    if (!old || !(await removeAbandoned(tx, id))) return false;
    await writeOwnAudit(tx, {
      organizationId,
      action: "credential.abandoned",
      resourceType: "credential",
      resourceId: id,
      detail: { name: old.name, destination: old.destination },
    });
    const actor: EventActor = { type: "SYSTEM", id: null, name: null };
    await publishCredentialChange(context, tx, { kind: "deleted", organizationId, old, actor });
    return true;
  });
}
