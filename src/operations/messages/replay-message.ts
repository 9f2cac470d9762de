import type { z } from "zod";
import type { Context } from "../../context.ts";
import { newId } from "../../crypto/ids.ts";
import { Problem } from "../../errors.ts";
import type { Tx } from "../../store/db.ts";
import { copyMessage } from "../../store/incoming-messages.ts";
import { openHeaders, storeHeaders } from "../../webhooks/incoming/stored-headers.ts";
import { type message, requireMessage, toMessage } from "./shapes.ts";

/** Copies an accepted message; its job is written in the same transaction. */
export async function replayMessage(
  { vault, registry, now }: Context,
  tx: Tx,
  messageId: string,
  webhookId?: string,
): Promise<z.input<typeof message>> {
  const original = await requireMessage(tx, messageId, webhookId);
  if (original.status !== "ACCEPTED") {
    throw new Problem(
      "message_not_accepted",
      "This message was refused. Verify it again; once it is accepted it runs.",
    );
  }
  const id = newId();
  const rawHeaders = await openHeaders(vault, original);
  const { sealedHeaders } = await storeHeaders(vault, { id, organizationId: original.organization_id }, rawHeaders);
  await copyMessage(tx, original, { id, receivedAt: new Date(now()), sealedHeaders });
  return toMessage(registry, await requireMessage(tx, id, original.webhook_id));
}
