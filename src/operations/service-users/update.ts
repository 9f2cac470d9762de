import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { updateServiceUser } from "../../store/service-users.ts";
import { versionConflict } from "../permission-policies/version-conflict.ts";
import * as shapes from "../shapes.ts";
import { requireServiceUser, serviceUser, toServiceUser } from "./shapes.ts";

export default operation({
  id: "serviceUsers.update",
  method: "PUT",
  path: "/serviceusers/{id}",
  tag: "Service users",
  summary: "Rename a service user",
  permission: { action: "config:update", resource: "serviceuser" },
  audit: { action: "serviceuser.updated", detail: ({ name, version }) => ({ name, version }) },
  params: shapes.idParams,
  body: z.strictObject({ name: shapes.name, version: shapes.version }),
  output: serviceUser,
  errors: ["version_conflict"],
  async run({ context, tx, actor, params: { id }, body }) {
    const { version } = await requireServiceUser(tx, id);
    const row = await updateServiceUser(tx, { id, ...body, actorId: actor.id });
    if (!row) throw versionConflict(version);
    await context.access.changed(tx, id);
    return toServiceUser(row);
  },
});
