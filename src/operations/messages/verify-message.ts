import { z } from "zod";
import type { Call } from "../../define/operation.ts";
import { writeWebhookAudit } from "../incoming-webhooks/write-audit.ts";
import { message, missingMessage, requireMessage, toMessage, verdict } from "./shapes.ts";

export const verified = z.strictObject({ message, verdict });

type Caller = Pick<Call<unknown, unknown, unknown>, "context" | "actor" | "organizationId" | "requestId">;

export async function verifyMessage(
  call: Caller,
  messageId: string,
  webhookId?: string,
): Promise<z.input<typeof verified>> {
  const { context, organizationId } = call;
  const read = () => context.store.inOrganization(organizationId, (tx) => requireMessage(tx, messageId, webhookId));
  await context.incoming.flush();
  const { webhook_id: ownWebhookId } = await read();
  const found = await context.incoming.verifyAgain(organizationId, messageId);
  if (!found) throw missingMessage();
  const { accepted } = found.verdict;
  await writeWebhookAudit(call, "message.verified", ownWebhookId, { messageId, accepted });
  return { message: toMessage(context.registry, await read()), verdict: found.verdict };
}
