import type { EndedConnection } from "../broker/tokens/token-store.ts";
import type { Events } from "../events/events.ts";
import { showEnded } from "../store/credential-tokens.ts";
import type { Tx } from "../store/db.ts";
import { announceNews } from "./announce.ts";

/** A connection ended by itself: the credential shows it, and people hear of it. */
export async function announceEnd(tx: Tx, events: Events, ended: EndedConnection): Promise<void> {
  const { place, state, failure } = ended;
  const { organizationId, credentialId } = place;
  const checkedAt = new Date().toISOString();
  const detail = { verdict: failure.verdict, summary: failure.detail, checkedAt };
  const shown = await showEnded(tx, credentialId, { status: state, detail });
  if (!shown) return;
  const data = { ...shown, status: state, reason: failure.detail };
  await announceNews(tx, events, { organizationId, credentialId, action: "credential.disconnected", data });
}
