import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { knownEventNames } from "../../events/known-names.ts";
import { readEventNames } from "../../store/events.ts";

export default operation({
  id: "events.types",
  method: "GET",
  path: "/events/types",
  tag: "Events",
  summary: "List the names of events: those that are known, and those that were published",
  permission: { action: "config:retrieve", resource: "event" },
  output: z.strictObject({ events: z.array(z.string()) }),
  async run({ tx }) {
    const seen = await readEventNames(tx);
    return { events: [...new Set([...knownEventNames, ...seen.map((row) => row.event_name)])].toSorted() };
  },
});
