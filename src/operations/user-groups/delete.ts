import { newlyGranted } from "../../access/granting.ts";
import { keepAnAdministrator } from "../../access/last-administrator.ts";
import { operation } from "../../define/operation.ts";
import { statementsOf } from "../../store/permission-policies.ts";
import { detachAll } from "../../store/policy-principals.ts";
import { hasMembers } from "../../store/user-group-members.ts";
import { deleteUserGroup } from "../../store/user-groups.ts";
import { idParams } from "../shapes.ts";
import { requireHeldUserGroup, toUserGroup, userGroup } from "./shapes.ts";

export default operation({
  id: "userGroups.delete",
  method: "DELETE",
  path: "/usergroups/{id}",
  tag: "User groups",
  summary: "Delete a user group; its users stay, and lose at once what they had through it",
  permission: { action: "config:delete", resource: "usergroup" },
  audit: { action: "usergroup.deleted", detail: ({ name }) => ({ name }) },
  params: idParams,
  output: userGroup,
  errors: ["last_administrator"],
  async run({ context, tx, actor, params: { id } }) {
    return keepAnAdministrator(tx, async () => {
      const group = await requireHeldUserGroup(tx, id);
      const lost = (await hasMembers(tx, id)) ? await statementsOf(tx, id) : [];
      await context.access.requireWithin(tx, actor, newlyGranted(lost, []));
      await detachAll(tx, id);
      await deleteUserGroup(tx, id);
      await context.access.changed(tx, id);
      return toUserGroup(group);
    });
  },
});
