import { keepAnAdministrator } from "../../access/last-administrator.ts";
import { operation } from "../../define/operation.ts";
import { detachAll } from "../../store/policy-principals.ts";
import { deleteServiceUser } from "../../store/service-users.ts";
import { idParams } from "../shapes.ts";
import { requireServiceUser, serviceUser, toServiceUser } from "./shapes.ts";

export default operation({
  id: "serviceUsers.delete",
  method: "DELETE",
  path: "/serviceusers/{id}",
  tag: "Service users",
  summary: "Delete a service user with its access keys; its tokens stop working at once",
  permission: { action: "config:delete", resource: "serviceuser" },
  audit: { action: "serviceuser.deleted", detail: ({ name }) => ({ name }) },
  params: idParams,
  output: serviceUser,
  errors: ["last_administrator"],
  async run({ context, tx, params: { id } }) {
    const row = await requireServiceUser(tx, id);
    await keepAnAdministrator(tx, () => detachAll(tx, id));
    await deleteServiceUser(tx, id);
    await context.access.changed(tx, id);
    return toServiceUser(row);
  },
});
