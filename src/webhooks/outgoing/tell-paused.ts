import type { Context } from "../../context.ts";
import { newId } from "../../crypto/ids.ts";
import { writeAudit } from "../../store/audit.ts";
import type { PausedWebhook } from "../../store/delivery-results.ts";
import { listMemberAddresses } from "../../store/organizations.ts";

/** A webhook that failed for three days was paused: the audit trail and an event say so, and people get mail. */
export async function tellPaused({ store, mail, config, events }: Context, webhook: PausedWebhook): Promise<void> {
  const { id, organizationId, name, failingSince } = webhook;
  const addresses = await store.inOrganization(organizationId, async (tx) => {
    await writeAudit(tx, {
      id: newId(),
      organizationId,
      action: "webhook.paused",
      actorType: "SYSTEM",
      actorId: null,
      actorName: null,
      resourceType: "webhook",
      resourceId: id,
      detail: { name, failingSince: failingSince.toISOString() },
      requestId: null,
    });
    const data = { new: { id, name, failingSince: failingSince.toISOString() } };
    await events.publish(tx, [{ organizationId, eventName: "webhook.paused", data }]);
    return listMemberAddresses(tx);
  });
  const text = [
    `Every delivery of the outgoing webhook "${name}" has failed since ${failingSince.toISOString()}.`,
    "It is paused. What it has to deliver waits; switch it on again once the receiver works:",
    `${config.publicUrl}/outgoing-webhooks/${id}`,
  ].join("\n\n");
  await mail.send({ to: addresses, subject: `Paused: outgoing webhook ${name}`, text });
}
