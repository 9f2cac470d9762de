import { operation } from "../../define/operation.ts";
import { Problem } from "../../errors.ts";
import { setActioned } from "../../store/events.ts";
import { idParams } from "../shapes.ts";
import { event, toEvent } from "./shapes.ts";

export default operation({
  id: "events.action",
  method: "POST",
  path: "/events/{id}/action",
  tag: "Events",
  summary: "Note that somebody has seen to an event",
  permission: { action: "config:update", resource: "event" },
  audit: { action: "event.actioned" },
  params: idParams,
  output: event,
  async run({ context, tx, params: { id } }) {
    const row = await setActioned(tx, id, new Date(context.now()));
    if (!row) throw new Problem("not_found", "There is no event with this id.");
    return toEvent(row);
  },
});
