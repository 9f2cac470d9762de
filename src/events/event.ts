import type { Tx } from "../store/db.ts";

export interface NewEvent {
  organizationId: string;
  /** Dotted, e.g. `billing.bill.created`. */
  eventName: string;
  eventTime?: Date;
  /** `new` and `old` hold the thing after and before; created has only `new`, deleted only `old`. */
  data: Record<string, unknown>;
  /** The same key is the same event, for as long as it is kept. */
  idempotencyKey?: string;
  /** How many workflows started each other until this event; 0 unless said. Rules see it, it is not stored. */
  depth?: number;
}

export interface StoredEvent {
  id: string;
  organizationId: string;
  eventName: string;
  eventTime: Date;
  data: Record<string, unknown>;
  depth: number;
}

/** A rule that an event fulfils, with those who are to hear of it. */
export interface NotificationMatch {
  event: StoredEvent;
  rule: { id: string; code: string; name: string };
  webhookIds: string[];
  workflowIds: string[];
}

/** Works in the transaction of the events: what it writes is there exactly when they are. */
export interface EventConsumer {
  onEvents?(tx: Tx, events: StoredEvent[]): Promise<void>;
  onNotifications?(tx: Tx, matches: NotificationMatch[]): Promise<void>;
}
