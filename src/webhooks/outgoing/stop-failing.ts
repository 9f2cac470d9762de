import type { Context } from "../../context.ts";
import { writeOwnAudit } from "../../store/audit.ts";
import type { Tx } from "../../store/db.ts";
import type { FailingWebhook } from "../../store/delivery-results.ts";
import { enqueueMail } from "../../store/mail-jobs.ts";
import { listMemberAddresses } from "../../store/organizations.ts";
import { endOutgoingWebhook, pauseOutgoingWebhook } from "../../store/outgoing-webhooks.ts";

interface News {
  action: "webhook.paused" | "webhook.gone";
  name: string;
  /** Shown members of the event and the audit row, beside the name. */
  detail: Record<string, string>;
  subject: string;
  sentences: string[];
}

/**
 * Pauses a webhook that failed for three days, or switches off one whose receiver wants no more. In the same transaction the
 * audit trail, an event and mail say so.
 */
export async function stopFailing(context: Context, webhook: FailingWebhook): Promise<void> {
  const { id, organizationId, isGone } = webhook;
  await context.store.inOrganization(organizationId, async (tx) => {
    const news = await (isGone ? endGone : pauseLongFailing)(tx, id, new Date(context.now()));
    if (news) await tell(context, tx, webhook, news);
  });
  context.live.touch(organizationId, "webhook");
}

async function pauseLongFailing(tx: Tx, id: string, at: Date): Promise<News | undefined> {
  const paused = await pauseOutgoingWebhook(tx, id, at);
  const failingSince = paused?.failingSince?.toISOString();
  if (!paused || failingSince === undefined) return undefined;
  return {
    action: "webhook.paused",
    name: paused.name,
    detail: { failingSince },
    subject: `Paused: outgoing webhook ${paused.name}`,
    sentences: [
      `Every delivery of the outgoing webhook "${paused.name}" has failed since ${failingSince}.`,
      "It is paused. What it has to deliver waits; switch it on again once the receiver works:",
    ],
  };
}

async function endGone(tx: Tx, id: string, at: Date): Promise<News | undefined> {
  const ended = await endOutgoingWebhook(tx, id, at);
  if (!ended) return undefined;
  return {
    action: "webhook.gone",
    name: ended.name,
    detail: { reason: "The receiver answered 410." },
    subject: `Switched off: outgoing webhook ${ended.name}`,
    sentences: [
      `The receiver of the outgoing webhook "${ended.name}" answered 410: it wants no more.`,
      "The webhook is switched off. Give it another URL and switch it on, or delete it:",
    ],
  };
}

async function tell({ config, events }: Context, tx: Tx, { id, organizationId }: FailingWebhook, news: News) {
  const detail = { name: news.name, ...news.detail };
  await writeOwnAudit(tx, {
    organizationId,
    action: news.action,
    resourceType: "webhook",
    resourceId: id,
    detail,
  });
  await events.publish(tx, [{ organizationId, eventName: news.action, data: { new: { id, ...detail } } }]);
  const text = [...news.sentences, `${config.publicUrl}/outgoing-webhooks/${id}`].join("\n\n");
  await enqueueMail(tx, { to: await listMemberAddresses(tx), subject: news.subject, text });
}
