import { newlyGranted } from "../../access/granting.ts";
import { keepAnAdministrator } from "../../access/last-administrator.ts";
import { operation } from "../../define/operation.ts";
import { Problem } from "../../errors.ts";
import { statementsOf } from "../../store/permission-policies.ts";
import { leaveGroup } from "../../store/user-group-members.ts";
import { membership, membershipAudited, membershipParams, requireHeldUserGroup, toMembership } from "./shapes.ts";

export default operation({
  id: "userGroups.removeUser",
  method: "DELETE",
  path: "/usergroups/{id}/users/{userId}",
  tag: "User groups",
  summary: "Remove a user from a group; the policies of the group stop holding for the user at once",
  permission: { action: "config:update", resource: "usergroup" },
  audit: { action: "usergroup.userremoved", ...membershipAudited },
  params: membershipParams,
  output: membership,
  errors: ["last_administrator"],
  async run({ context, tx, actor, params: { id, userId } }) {
    return keepAnAdministrator(tx, async () => {
      await requireHeldUserGroup(tx, id);
      await context.access.requireWithin(tx, actor, newlyGranted(await statementsOf(tx, id), []));
      const row = await leaveGroup(tx, { userGroupId: id, userId });
      if (!row) throw new Problem("not_found", "This user is not in the group.");
      await context.access.changed(tx, userId);
      return toMembership(row);
    });
  },
});
