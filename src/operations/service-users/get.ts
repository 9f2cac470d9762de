import { operation } from "../../define/operation.ts";
import { idParams } from "../shapes.ts";
import { requireServiceUser, serviceUser, toServiceUser } from "./shapes.ts";

export default operation({
  id: "serviceUsers.get",
  method: "GET",
  path: "/serviceusers/{id}",
  tag: "Service users",
  summary: "Read a service user",
  permission: { action: "config:retrieve", resource: "serviceuser" },
  params: idParams,
  output: serviceUser,
  async run({ tx, params: { id } }) {
    return toServiceUser(await requireServiceUser(tx, id));
  },
});
