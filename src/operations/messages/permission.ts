import type { Actor } from "../../context.ts";
import { Problem } from "../../errors.ts";
import type { Tx } from "../../store/db.ts";
import { requireMessage } from "./shapes.ts";

/** For paths that name a message alone: the permission is asked for its webhook, which only the row tells. */
export async function requireMayChange(actor: Actor, tx: Tx, messageId: string): Promise<void> {
  const { webhook_id: webhookId } = await requireMessage(tx, messageId);
  if (actor.may("config:update", "incomingwebhook", webhookId)) return;
  throw new Problem("not_permitted", "This needs the permission config:update on incomingwebhook.");
}
