import { operation } from "../../define/operation.ts";
import { deleteEventType } from "../../store/event-types.ts";
import { idParams } from "../shapes.ts";
import { eventType, requireEventType, tag, toEventType } from "./shapes.ts";

export default operation({
  id: "eventTypes.delete",
  method: "DELETE",
  path: "/eventtypes/{id}",
  tag,
  summary: "Delete an event type; events of its name are then taken whatever they hold",
  permission: { action: "config:delete", resource: "event" },
  audit: { action: "eventtype.deleted", detail: ({ eventName }) => ({ name: eventName }) },
  params: idParams,
  output: eventType,
  async run({ tx, params: { id } }) {
    const row = await requireEventType(tx, id, true);
    await deleteEventType(tx, row);
    return toEventType(row);
  },
});
