import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { updateUserGroup } from "../../store/user-groups.ts";
import { versionConflict } from "../permission-policies/version-conflict.ts";
import * as shapes from "../shapes.ts";
import { requireUserGroup, toUserGroup, userGroup } from "./shapes.ts";

export default operation({
  id: "userGroups.update",
  method: "PUT",
  path: "/usergroups/{id}",
  tag: "User groups",
  summary: "Rename a user group",
  permission: { action: "config:update", resource: "usergroup" },
  audit: { action: "usergroup.updated", detail: ({ name, version }) => ({ name, version }) },
  params: shapes.idParams,
  body: z.strictObject({ name: shapes.name, version: shapes.version }),
  output: userGroup,
  errors: ["version_conflict"],
  async run({ tx, actor, params: { id }, body }) {
    const { version } = await requireUserGroup(tx, id);
    const row = await updateUserGroup(tx, { id, ...body, actorId: actor.id });
    if (!row) throw versionConflict(version);
    return toUserGroup(row);
  },
});
