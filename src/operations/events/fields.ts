import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { readEventNames } from "../../store/events.ts";

export default operation({
  id: "events.fields",
  method: "GET",
  path: "/events/fields",
  tag: "Events",
  summary: "List the fields that events of a name were seen with, and their types",
  permission: { action: "config:retrieve", resource: "event" },
  query: z.object({ eventName: z.string().max(200).optional() }),
  output: z.strictObject({ events: z.record(z.string(), z.record(z.string(), z.string())) }),
  async run({ tx, query: { eventName } }) {
    const rows = await readEventNames(tx, eventName);
    return { events: Object.fromEntries(rows.map((row) => [row.event_name, row.fields])) };
  },
});
