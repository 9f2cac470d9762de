import { operation } from "../../define/operation.ts";
import { Problem } from "../../errors.ts";
import { setActioned } from "../../store/events.ts";
import { idParams } from "../shapes.ts";
import { event, toEvent } from "./shapes.ts";

export default operation({
  id: "events.unaction",
  method: "POST",
  path: "/events/{id}/unaction",
  tag: "Events",
  summary: "Note that an event still waits for somebody",
  permission: { action: "config:update", resource: "event" },
  audit: { action: "event.unactioned" },
  params: idParams,
  output: event,
  async run({ tx, params: { id } }) {
    const row = await setActioned(tx, id, null);
    if (!row) throw new Problem("not_found", "There is no event with this id.");
    return toEvent(row);
  },
});
