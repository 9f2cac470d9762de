import { operation } from "../../define/operation.ts";
import { Problem } from "../../errors.ts";
import { findEvent } from "../../store/events.ts";
import { idParams } from "../shapes.ts";
import { event, toEvent } from "./shapes.ts";

export default operation({
  id: "events.get",
  method: "GET",
  path: "/events/{id}",
  tag: "Events",
  summary: "Read an event",
  permission: { action: "config:retrieve", resource: "event" },
  params: idParams,
  output: event,
  async run({ tx, params: { id } }) {
    const row = await findEvent(tx, id);
    if (!row) throw new Problem("not_found", "There is no event with this id. Events are kept for some weeks.");
    return toEvent(row);
  },
});
