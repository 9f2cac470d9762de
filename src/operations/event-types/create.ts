import { z } from "zod";
import { newId } from "../../crypto/ids.ts";
import { operation } from "../../define/operation.ts";
import { insertEventType } from "../../store/event-types.ts";
import {
  eventType,
  eventTypeInput,
  nameTaken,
  requireEventType,
  requireForeign,
  requireSchema,
  tag,
  toEventType,
} from "./shapes.ts";

export default operation({
  id: "eventTypes.create",
  method: "POST",
  path: "/eventtypes",
  tag,
  summary: "Describe the events of a name with a JSON Schema; those that do not match are then refused",
  permission: { action: "config:create", resource: "event" },
  audit: { action: "eventtype.created", detail: ({ eventName }) => ({ name: eventName }) },
  body: z.strictObject({
    ...eventTypeInput,
    description: eventTypeInput.description.default(""),
    version: z.int().optional(),
  }),
  output: eventType,
  errors: ["already_exists"],
  async run({ tx, actor, organizationId, body: { version: _, ...values } }) {
    requireForeign(values.eventName);
    await requireSchema(values.schema);
    const id = newId();
    await insertEventType(tx, { ...values, id, organizationId, actorId: actor.id }).catch(nameTaken);
    return toEventType(await requireEventType(tx, id));
  },
});
