import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { changeEventType } from "../../store/event-types.ts";
import { requireVersion } from "../credentials/find.ts";
import { idParams, version } from "../shapes.ts";
import { eventType, eventTypeInput, requireEventType, requireSchema, tag, toEventType } from "./shapes.ts";

export default operation({
  id: "eventTypes.update",
  method: "PUT",
  path: "/eventtypes/{id}",
  tag,
  summary: "Change an event type; what is left out is kept, its event name stays",
  permission: { action: "config:update", resource: "event" },
  audit: { action: "eventtype.updated", detail: ({ eventName: name, version: now }) => ({ name, version: now }) },
  params: idParams,
  body: z.strictObject({
    version,
    description: eventTypeInput.description.optional(),
    schema: eventTypeInput.schema.optional(),
  }),
  output: eventType,
  errors: ["version_conflict"],
  async run({ tx, actor, params: { id }, body }) {
    const row = await requireEventType(tx, id, true);
    requireVersion(row.version, body.version);
    const { description = row.description, schema = row.schema } = body;
    await requireSchema(schema);
    await changeEventType(tx, row, actor.id, { description, schema });
    return toEventType(await requireEventType(tx, id));
  },
});
