import { operation } from "../../define/operation.ts";
import { setAccessKeyStatus } from "../../store/access-keys.ts";
import { accessKey, accessKeyParams, noAccessKey, toAccessKey } from "./shapes.ts";

export default operation({
  id: "serviceUsers.deactivateCredential",
  method: "POST",
  path: "/serviceusers/{id}/credentials/{credId}/deactivate",
  tag: "Service users",
  summary: "Deactivate an access key; its tokens stop working at once",
  permission: { action: "config:update", resource: "serviceuser" },
  audit: {
    action: "accesskey.deactivated",
    itemId: (_output, { id }) => id,
    detail: ({ accessKeyId }) => ({ accessKeyId }),
  },
  params: accessKeyParams,
  output: accessKey,
  async run({ context, tx, params: { id, credId } }) {
    const row = await setAccessKeyStatus(tx, { serviceUserId: id, id: credId }, "INACTIVE");
    if (!row) throw noAccessKey();
    await context.access.changed(tx, id);
    return toAccessKey(row);
  },
});
