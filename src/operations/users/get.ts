import { operation } from "../../define/operation.ts";
import { idParams } from "../shapes.ts";
import { requireMember } from "./require-member.ts";
import { toUser, user } from "./shapes.ts";

export default operation({
  id: "users.get",
  method: "GET",
  path: "/users/{id}",
  tag: "Users",
  summary: "Read a user of the organization",
  permission: { action: "config:retrieve", resource: "user" },
  params: idParams,
  output: user,
  async run({ tx, organizationId, params: { id } }) {
    return toUser(await requireMember(tx, organizationId, id));
  },
});
