import { newlyGranted } from "../../access/granting.ts";
import { operation } from "../../define/operation.ts";
import { statementsOf } from "../../store/permission-policies.ts";
import { joinGroup } from "../../store/user-group-members.ts";
import { requireMember } from "../users/require-member.ts";
import { membership, membershipAudited, membershipParams, requireHeldUserGroup, toMembership } from "./shapes.ts";

export default operation({
  id: "userGroups.addUser",
  method: "PUT",
  path: "/usergroups/{id}/users/{userId}",
  tag: "User groups",
  summary: "Add a user to a group; the policies of the group hold for the user at once",
  permission: { action: "config:update", resource: "usergroup" },
  audit: { action: "usergroup.useradded", ...membershipAudited },
  params: membershipParams,
  output: membership,
  async run({ context, tx, actor, organizationId, params: { id, userId } }) {
    await requireHeldUserGroup(tx, id);
    await requireMember(tx, organizationId, userId);
    await context.access.requireWithin(tx, actor, newlyGranted([], await statementsOf(tx, id)));
    const row = await joinGroup(tx, { userGroupId: id, userId, organizationId, actorId: actor.id });
    await context.access.changed(tx, userId);
    return toMembership(row);
  },
});
