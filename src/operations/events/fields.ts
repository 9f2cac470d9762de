import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { fieldsOfSchema } from "../../events/schema/schema-fields.ts";
import { readEventSchemas } from "../../store/event-types.ts";
import { readEventNames } from "../../store/events.ts";

export default operation({
  id: "events.fields",
  method: "GET",
  path: "/events/fields",
  tag: "Events",
  summary: "List the fields that events of a name are described with or were seen with, and their types",
  permission: { action: "config:retrieve", resource: "event" },
  query: z.object({ eventName: z.string().max(200).optional() }),
  output: z.strictObject({ events: z.record(z.string(), z.record(z.string(), z.string())) }),
  async run({ tx, query: { eventName } }) {
    const seen = await readEventNames(tx, eventName);
    const fields = new Map(seen.map((row) => [row.event_name, row.fields]));
    for (const row of await readEventSchemas(tx, eventName === undefined ? undefined : [eventName])) {
      fields.set(row.event_name, { ...fields.get(row.event_name), ...fieldsOfSchema(row.schema) });
    }
    return { events: Object.fromEntries(fields) };
  },
});
