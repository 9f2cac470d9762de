import { z } from "zod";
import type { EventRow } from "../../store/events.ts";
import * as shapes from "../shapes.ts";

export const eventName = z
  .string({ error: "Give the event's name." })
  .max(200, "Use at most 200 characters.")
  .regex(/^[a-z0-9_-]+(\.[a-z0-9_-]+)+$/i, "Use words joined by dots, such as billing.bill.created.");

export const event = z.strictObject({
  id: shapes.outputId,
  eventName: z.string(),
  eventTime: shapes.time,
  m3terEvent: z.looseObject({ eventData: z.record(z.string(), z.unknown()) }),
  dtActioned: shapes.time.nullable(),
});

/** `newDto` and `oldDto` on the wire, as in the m3ter API; `new` and `old` within. */
export function toEvent(row: EventRow): z.input<typeof event> {
  const { new: newDto, old: oldDto, ...others } = row.data;
  return {
    id: row.id,
    eventName: row.event_name,
    eventTime: row.event_time.toISOString(),
    m3terEvent: {
      eventName: row.event_name,
      eventTime: row.event_time.toISOString(),
      eventData: {
        ...others,
        ...(newDto === undefined ? {} : { newDto }),
        ...(oldDto === undefined ? {} : { oldDto }),
      },
    },
    dtActioned: row.dt_actioned?.toISOString() ?? null,
  };
}

/** Takes either spelling. */
export function toData(eventData: Record<string, unknown>): Record<string, unknown> {
  const { newDto, oldDto, ...others } = eventData;
  return {
    ...others,
    ...(newDto === undefined ? {} : { new: newDto }),
    ...(oldDto === undefined ? {} : { old: oldDto }),
  };
}

export const ids = z
  .string()
  .max(8000)
  .transform((text) => text.split(",").map((id) => id.trim().toLowerCase()))
  .pipe(
    z.array(z.uuid({ error: "Use ids as the API gives them, separated by commas." })).max(200, "Name at most 200."),
  );
