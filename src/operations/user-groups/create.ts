import { z } from "zod";
import { newId } from "../../crypto/ids.ts";
import { operation } from "../../define/operation.ts";
import { insertUserGroup } from "../../store/user-groups.ts";
import * as shapes from "../shapes.ts";
import { toUserGroup, userGroup } from "./shapes.ts";

export default operation({
  id: "userGroups.create",
  method: "POST",
  path: "/usergroups",
  tag: "User groups",
  summary: "Create a user group; its users have the permission policies that are attached to it",
  permission: { action: "config:create", resource: "usergroup" },
  audit: { action: "usergroup.created", detail: ({ name }) => ({ name }) },
  body: z.strictObject({ name: shapes.name }),
  example: { name: "Finance" },
  output: userGroup,
  async run({ tx, actor, organizationId, body: { name } }) {
    return toUserGroup(await insertUserGroup(tx, { id: newId(), organizationId, name, actorId: actor.id }));
  },
});
