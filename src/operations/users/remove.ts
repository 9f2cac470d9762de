import { keepAnAdministrator } from "../../access/last-administrator.ts";
import { operation } from "../../define/operation.ts";
import { removeMember } from "../../store/organizations.ts";
import { detachAll } from "../../store/policy-principals.ts";
import { idParams } from "../shapes.ts";
import { requireMember } from "./require-member.ts";
import { toUser, user } from "./shapes.ts";

export default operation({
  id: "users.remove",
  method: "DELETE",
  path: "/users/{id}",
  tag: "Users",
  summary: "Remove a user from the organization; the account stays for its other organizations",
  permission: { action: "config:delete", resource: "user" },
  audit: { action: "user.removed", detail: ({ email }) => ({ name: email }) },
  params: idParams,
  output: user,
  errors: ["last_administrator"],
  async run({ context, tx, organizationId, params: { id } }) {
    const row = await requireMember(tx, organizationId, id);
    await keepAnAdministrator(tx, async () => {
      await detachAll(tx, id);
      await removeMember(tx, organizationId, id);
    });
    await context.access.changed(tx, id);
    return toUser(row);
  },
});
