import { operation } from "../../define/operation.ts";
import { idParams } from "../shapes.ts";
import { requireUserGroup, toUserGroup, userGroup } from "./shapes.ts";

export default operation({
  id: "userGroups.get",
  method: "GET",
  path: "/usergroups/{id}",
  tag: "User groups",
  summary: "Read a user group",
  permission: { action: "config:retrieve", resource: "usergroup" },
  params: idParams,
  output: userGroup,
  async run({ tx, params: { id } }) {
    return toUserGroup(await requireUserGroup(tx, id));
  },
});
