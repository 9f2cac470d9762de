import { z } from "zod";
import { invalidField, Problem } from "../../errors.ts";
import { ownEventNames } from "../../events/known-names.ts";
import { isNamed, type Schema, SchemaFault } from "../../events/schema/check-schema.ts";
import { fieldsOfSchema } from "../../events/schema/schema-fields.ts";
import { compileSchema } from "../../events/schema/validator.ts";
import type { Tx } from "../../store/db.ts";
import { type EventTypeRow, findEventType } from "../../store/event-types.ts";
import { eventName } from "../events/shapes.ts";
import * as shapes from "../shapes.ts";

export const tag = "Events";

export const eventTypeInput = {
  eventName,
  description: z
    .string({ error: "Say in a sentence what such an event tells." })
    .trim()
    .max(2000, "Use at most 2,000 characters."),
  schema: z.record(z.string(), z.unknown(), { error: "Give a JSON Schema of the event's data, as an object." }),
};

export const eventType = z.strictObject({
  id: shapes.outputId,
  eventName: z.string(),
  description: z.string(),
  schema: z.record(z.string(), z.unknown()),
  /** Dotted path -> type, as `GET /events/fields` gives them. */
  fields: z.record(z.string(), z.string()),
  ...shapes.history,
});

export const toEventType = (row: EventTypeRow): z.input<typeof eventType> => ({
  id: row.id,
  eventName: row.event_name,
  description: row.description,
  schema: row.schema,
  fields: fieldsOfSchema(row.schema),
  ...shapes.historyOf(row),
});

export async function requireEventType(tx: Tx, id: string, isHeld = false): Promise<EventTypeRow> {
  const row = await findEventType(tx, id, isHeld);
  if (!row) throw new Problem("not_found", "There is no event type with this id.");
  return row;
}

/** What Credenza raises itself says what it is without help, and no change may fail on a description of its event. */
export function requireForeign(name: string): void {
  if (ownEventNames.has(name.toLowerCase())) {
    throw invalidField("eventName", "Credenza raises this event itself, so it needs no description");
  }
}

export async function requireSchema(schema: Schema): Promise<void> {
  try {
    requireOurNames(schema);
    await compileSchema(schema);
  } catch (error) {
    if (!(error instanceof SchemaFault)) throw error;
    throw invalidField(["schema", error.path].filter(Boolean).join("."), error.message);
  }
}

/** Calculations read `new` and `old`, whichever spelling an event is published in. */
function requireOurNames({ properties }: Schema): void {
  const spelled = isNamed(properties)
    ? ["newDto", "oldDto"].find((name) => Object.hasOwn(properties, name))
    : undefined;
  if (spelled) throw new SchemaFault(`properties.${spelled}`, `call it ${spelled.slice(0, 3)}, as calculations do`);
}

export const nameTaken = (error: unknown): never => {
  if ((error as { code?: unknown }).code !== "23505") throw error;
  throw new Problem("already_exists", "This event name is described already. Change that event type.", {
    errors: [{ field: "eventName", message: "This event name is described already." }],
  });
};
