import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { listEventTypes } from "../../store/event-types.ts";
import * as shapes from "../shapes.ts";
import { eventType, tag, toEventType } from "./shapes.ts";

export default operation({
  id: "eventTypes.list",
  method: "GET",
  path: "/eventtypes",
  tag,
  summary: "List the event types that the organization describes, newest first",
  permission: { action: "config:retrieve", resource: "event" },
  query: z.object({ eventName: z.string().max(200).optional(), ...shapes.paging }),
  output: shapes.page(eventType),
  async run({ tx, query }) {
    const { data, nextToken } = await listEventTypes(tx, query);
    return { data: data.map(toEventType), nextToken };
  },
});
