import { operation } from "../../define/operation.ts";
import { idParams } from "../shapes.ts";
import { eventType, requireEventType, tag, toEventType } from "./shapes.ts";

export default operation({
  id: "eventTypes.get",
  method: "GET",
  path: "/eventtypes/{id}",
  tag,
  summary: "Read an event type",
  permission: { action: "config:retrieve", resource: "event" },
  params: idParams,
  output: eventType,
  run: async ({ tx, params: { id } }) => toEventType(await requireEventType(tx, id)),
});
