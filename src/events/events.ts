import { LRUCache } from "lru-cache";
import type { Context } from "../context.ts";
import { newId } from "../crypto/ids.ts";
import type { Tx } from "../store/db.ts";
import { findEventsByKey, insertEvents, learnFields, type NewEventRow } from "../store/events.ts";
import { insertMatches } from "../store/notification-rules.ts";
import type { EventConsumer, NewEvent, NotificationMatch, StoredEvent } from "./event.ts";
import { createRules, type RuleFault } from "./rules.ts";
import { fieldsOf } from "./seen-fields.ts";

export interface Events {
  /**
   * Stores events in the caller's transaction, holds them against the rules and tells the consumers, all in it. Gives their
   * ids in order; an idempotency key that is known gives the id of the first. Costs one statement, one more where rules
   * match, and what the consumers cost.
   */
  publish(tx: Tx, events: readonly NewEvent[]): Promise<string[]>;
  /** Before the first event is published. */
  addConsumer(consumer: EventConsumer): void;
}

const validationError = "integration.validation.error";

export function createEvents({ changes, now }: Pick<Context, "changes" | "now">): Events {
  const rules = createRules({ changes, now });
  const consumers: EventConsumer[] = [];
  const seen = new LRUCache<string, true>({ max: 50_000 });

  const learn = async (tx: Tx, events: StoredEvent[]): Promise<void> => {
    for (const [eventName, same] of Map.groupBy(events, (event) => event.eventName)) {
      const fields = Object.assign({}, ...same.map(({ data }) => fieldsOf(data))) as Record<string, string>;
      const key = `${same[0]?.organizationId}/${eventName}/`;
      const isNew = !seen.has(key) || Object.keys(fields).some((field) => !seen.has(key + field));
      if (!isNew) continue;
      await learnFields(tx, same[0]?.organizationId ?? "", eventName, fields);
      for (const field of ["", ...Object.keys(fields)]) seen.set(key + field, true);
    }
  };
  const tell = async (tx: Tx, organizationId: string, events: StoredEvent[], mayRaise: boolean): Promise<void> => {
    const { matches, faults } = await rules.match(tx, organizationId, events);
    await insertMatches(tx, matches.map(toMatchRow));
    for (const consumer of consumers) {
      await consumer.onEvents?.(tx, events);
      if (matches.length > 0) await consumer.onNotifications?.(tx, matches);
    }
    if (mayRaise && faults.length > 0) await store(tx, faults.map(toFaultEvent), false);
  };
  const store = async (tx: Tx, given: readonly NewEvent[], mayRaise: boolean): Promise<string[]> => {
    const rows = given.map((event) => toRow(event, now()));
    const inserted = await insertEvents(tx, withoutRepeats(rows));
    const fresh = rows.flatMap((row, nth) => (inserted.has(row.id) ? [toStored(row, given[nth]?.depth)] : []));
    for (const [organizationId, events] of Map.groupBy(fresh, (event) => event.organizationId)) {
      await learn(tx, events);
      await tell(tx, organizationId, events, mayRaise);
    }
    const repeated = rows.filter(({ id }) => !inserted.has(id)).map(({ idempotencyKey }) => idempotencyKey ?? "");
    const known = await findEventsByKey(tx, repeated);
    return rows.map(({ id, idempotencyKey }) => (inserted.has(id) ? id : (known.get(idempotencyKey ?? "") ?? id)));
  };
  return {
    publish: (tx, events) => store(tx, events, true),
    addConsumer: (consumer) => {
      consumers.push(consumer);
    },
  };
}

function toRow(event: NewEvent, nowMs: number): NewEventRow {
  const { organizationId, eventName, eventTime = new Date(nowMs), data, idempotencyKey = null } = event;
  const thing = (data.new ?? data.old ?? {}) as Record<string, unknown>;
  const isAccount = /(^|\.)account\./.test(eventName);
  const resourceId = textOf(thing.id);
  return {
    id: newId(),
    organizationId,
    eventName,
    eventTime,
    data,
    resourceId,
    accountId: textOf(thing.accountId) ?? (isAccount ? resourceId : null),
    idempotencyKey,
  };
}

const textOf = (value: unknown): string | null =>
  typeof value === "string" && value !== "" && value.length <= 200 ? value : null;

const toStored = (row: NewEventRow, depth = 0): StoredEvent => {
  const { id, organizationId, eventName, eventTime, data } = row;
  return { id, organizationId, eventName, eventTime, data, depth };
};

/** One statement cannot meet the same key twice. */
function withoutRepeats(rows: NewEventRow[]): NewEventRow[] {
  const keys = new Set<string>();
  return rows.filter(({ idempotencyKey }) => {
    if (idempotencyKey === null) return true;
    const isFirst = !keys.has(idempotencyKey);
    keys.add(idempotencyKey);
    return isFirst;
  });
}

const toMatchRow = ({ event, rule }: NotificationMatch) => ({
  organizationId: event.organizationId,
  ruleId: rule.id,
  eventId: event.id,
});

/** Tells of the rule and the place of its fault, never of the event's values. */
const toFaultEvent = ({ event, rule, message }: RuleFault): NewEvent => ({
  organizationId: event.organizationId,
  eventName: validationError,
  depth: event.depth,
  data: {
    new: { id: event.id, notificationId: rule.id, notificationCode: rule.code, eventName: event.eventName, message },
  },
});
