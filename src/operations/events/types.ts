import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { knownEventNames } from "../../events/known-names.ts";
import { readEventSchemas } from "../../store/event-types.ts";
import { readEventNames } from "../../store/events.ts";

export default operation({
  id: "events.types",
  method: "GET",
  path: "/events/types",
  tag: "Events",
  summary: "List the names of events: those that are known, described or were published",
  permission: { action: "config:retrieve", resource: "event" },
  output: z.strictObject({ events: z.array(z.string()) }),
  async run({ tx }) {
    const rows = [...(await readEventNames(tx)), ...(await readEventSchemas(tx))];
    return { events: [...new Set([...knownEventNames, ...rows.map((row) => row.event_name)])].toSorted() };
  },
});
