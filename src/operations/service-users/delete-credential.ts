import { operation } from "../../define/operation.ts";
import { Problem } from "../../errors.ts";
import { deleteAccessKey, lockAccessKey } from "../../store/access-keys.ts";
import { accessKey, accessKeyParams, noAccessKey, toAccessKey } from "./shapes.ts";

export default operation({
  id: "serviceUsers.deleteCredential",
  method: "DELETE",
  path: "/serviceusers/{id}/credentials/{credId}",
  tag: "Service users",
  summary: "Delete a deactivated access key",
  permission: { action: "config:update", resource: "serviceuser" },
  audit: {
    action: "accesskey.deleted",
    itemId: (_output, { id }) => id,
    detail: ({ accessKeyId }) => ({ accessKeyId }),
  },
  params: accessKeyParams,
  output: accessKey,
  errors: ["access_key_active"],
  async run({ context, tx, params: { id, credId } }) {
    const row = await lockAccessKey(tx, { serviceUserId: id, id: credId });
    if (!row) throw noAccessKey();
    if (row.status === "ACTIVE") {
      throw new Problem("access_key_active", "This access key is active. Deactivate it, then delete it.");
    }
    await deleteAccessKey(tx, credId);
    await context.access.changed(tx, id);
    return toAccessKey(row);
  },
});
