import { z } from "zod";
import { CalculationError, compile, eventRoots, holds } from "../../calculations/calculations.ts";
import { operation } from "../../define/operation.ts";
import { invalidField } from "../../errors.ts";
import { findEvent } from "../../store/events.ts";
import { eventName } from "../events/shapes.ts";
import { id } from "../shapes.ts";

export default operation({
  id: "notifications.evaluate",
  method: "POST",
  path: "/notifications/evaluate",
  tag: "Notifications",
  summary: "Try a calculation against a past event, or only read it; nothing is stored or sent",
  permission: { action: "config:retrieve", resource: "event" },
  body: z.strictObject({
    eventId: id.optional(),
    eventName: eventName.optional(),
    calculation: z.string({ error: "Give the calculation." }).max(5000, "Use at most 5,000 characters."),
  }),
  output: z.strictObject({
    success: z.boolean(),
    /** Whether a rule with this calculation would fire; absent where there was no event to hold it against. */
    result: z.boolean().optional(),
    errorMessage: z.string().optional(),
    /** Characters from the beginning of the calculation. */
    errorPosition: z.int().optional(),
  }),
  async run({ tx, body: { eventId, eventName: name, calculation } }) {
    const event = eventId === undefined ? undefined : await findEvent(tx, eventId);
    if (eventId !== undefined && !event) throw invalidField("eventId", "there is no event with this id");
    if (event && name !== undefined && event.event_name !== name) {
      throw invalidField("eventName", "the event has another name; leave this out");
    }
    try {
      const compiled = compile(calculation, eventRoots);
      if (!event) return { success: true };
      return { success: true, result: holds(compiled, { new: event.data.new ?? null, old: event.data.old ?? null }) };
    } catch (error) {
      if (!(error instanceof CalculationError)) throw error;
      const place = error.position === undefined ? {} : { errorPosition: error.position };
      return { success: false, errorMessage: error.message, ...place };
    }
  },
});
