import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { invalidField } from "../../errors.ts";
import { eventName, toData } from "./shapes.ts";

const oneEvent = {
  eventName,
  eventData: z.record(z.string(), z.unknown(), { error: "Give the event's data as an object." }),
  eventTime: z.iso.datetime({ offset: true, error: "Give a time such as 2026-11-24T10:00:00Z." }).optional(),
  idempotencyKey: z.string().min(1, "Give a key, or leave it out.").max(255, "Use at most 255 characters.").optional(),
};
const batch = z
  .array(z.strictObject(oneEvent))
  .min(1, "Give at least one event.")
  .max(1000, "Give at most 1,000 events at once.");

export default operation({
  id: "events.publish",
  method: "POST",
  path: "/events",
  tag: "Events",
  summary: "Publish an event, or up to 1,000 as `events`; the same idempotency key is the same event",
  permission: { action: "config:create", resource: "event" },
  bodyLimitBytes: 8 * 1024 * 1024,
  status: 201,
  body: z.strictObject({
    eventName: oneEvent.eventName.optional(),
    eventData: oneEvent.eventData.optional(),
    eventTime: oneEvent.eventTime,
    idempotencyKey: oneEvent.idempotencyKey,
    events: batch.optional(),
  }),
  example: { eventName: "orders.order.created", eventData: { new: { id: "o-17", amount: 120 } } },
  output: z.strictObject({ id: z.uuid(), ids: z.array(z.uuid()) }),
  async run({ context, tx, organizationId, depth, body: { events, ...single } }) {
    if (events && Object.values(single).some((value) => value !== undefined)) {
      throw invalidField("events", "Give one event, or a list of events, not both.");
    }
    const { eventName: name, eventData } = single;
    if (!events && name === undefined) throw invalidField("eventName", "Give the event's name.");
    if (!events && eventData === undefined) throw invalidField("eventData", "Give the event's data as an object.");
    const given = events ?? [{ ...single, eventName: name ?? "", eventData: eventData ?? {} }];
    const published = given.map((event) => ({
      ...{ organizationId, depth, eventName: event.eventName, data: toData(event.eventData) },
      ...(event.eventTime ? { eventTime: new Date(event.eventTime) } : {}),
      ...(event.idempotencyKey ? { idempotencyKey: event.idempotencyKey } : {}),
    }));
    const fieldOf = (index: number): string => (events ? `events.${index}.eventData` : "eventData");
    await context.eventTypes.requireMatches(tx, published, fieldOf);
    const ids = await context.events.publish(tx, published);
    return { id: ids[0] ?? "", ids };
  },
});
