import type { Context } from "../../context.ts";
import { newId } from "../../crypto/ids.ts";
import type { NotificationMatch } from "../../events/event.ts";
import type { Tx } from "../../store/db.ts";
import { findReceivers, insertDeliveries } from "../../store/deliveries.ts";
import { createEngine } from "./engine.ts";
import { stopFailing } from "./stop-failing.ts";

/** A message for one webhook. `body` becomes the JSON that is sent, and stays the same on every attempt. */
export interface OutgoingNotification {
  organizationId: string;
  webhookId: string;
  eventId: string | null;
  eventName: string;
  body: Record<string, unknown>;
  /** How many workflows started each other until this message; 0 unless said. */
  depth?: number;
}

export interface Deliveries {
  /**
   * Stores the messages in the caller's transaction; they leave once it commits. Webhooks that are switched off or gone
   * are passed over. All of one organization; two statements however many. Gives the message ids.
   */
  enqueue(tx: Tx, messages: OutgoingNotification[]): Promise<string[]>;
  /** As a consumer of events. */
  onNotifications(tx: Tx, notifications: NotificationMatch[]): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}

export function createDeliveries(context: Context): Deliveries {
  const engine = createEngine(context, (webhook) => stopFailing(context, webhook));
  context.changes.on("delivery", () => engine.wake());

  const enqueue = async (tx: Tx, messages: OutgoingNotification[]): Promise<string[]> => {
    if (messages.length === 0) return [];
    const receivers = await findReceivers(tx, [...new Set(messages.map(({ webhookId }) => webhookId))]);
    const stored = messages.flatMap(({ body, depth = 0, ...message }) => {
      const receiver = receivers.get(message.webhookId);
      if (!receiver) return [];
      const orderingKey = receiver.orderingKey === null ? null : valueAt(body, receiver.orderingKey);
      return [{ ...message, depth, id: newId(), body: Buffer.from(JSON.stringify(body)), orderingKey }];
    });
    await insertDeliveries(tx, stored, new Date(context.now()));
    for (const organizationId of new Set(stored.map((message) => message.organizationId))) {
      context.live.touch(organizationId, "webhook");
    }
    return stored.map(({ id }) => id);
  };
  return {
    enqueue,
    onNotifications: async (tx, notifications) => {
      await enqueue(tx, notifications.flatMap(toMessages));
    },
    start: engine.start,
    stop: engine.stop,
  };
}

function toMessages({ event, rule, webhookIds }: NotificationMatch): OutgoingNotification[] {
  const { id, organizationId, eventName, eventTime, data, depth } = event;
  const body = { id, eventName, eventTime: eventTime.toISOString(), notification: rule, organizationId, data };
  return webhookIds.map((webhookId) => ({ organizationId, webhookId, eventId: id, eventName, body, depth }));
}

/** Text or a number at a dotted path; anything else orders nothing. */
function valueAt(body: Record<string, unknown>, path: string): string | null {
  const found = path.split(".").reduce<unknown>((value, name) => {
    const isObject = typeof value === "object" && value !== null && Object.hasOwn(value, name);
    return isObject ? (value as Record<string, unknown>)[name] : undefined;
  }, body);
  return typeof found === "string" || typeof found === "number" ? String(found).slice(0, 500) : null;
}
