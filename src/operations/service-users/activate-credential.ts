import { operation } from "../../define/operation.ts";
import { setAccessKeyStatus } from "../../store/access-keys.ts";
import { statementsOf } from "../../store/permission-policies.ts";
import { accessKey, accessKeyParams, noAccessKey, toAccessKey } from "./shapes.ts";

export default operation({
  id: "serviceUsers.activateCredential",
  method: "POST",
  path: "/serviceusers/{id}/credentials/{credId}/activate",
  tag: "Service users",
  summary: "Activate an access key; its tokens that have not expired work again",
  permission: { action: "config:update", resource: "serviceuser" },
  audit: {
    action: "accesskey.activated",
    itemId: (_output, { id }) => id,
    detail: ({ accessKeyId }) => ({ accessKeyId }),
  },
  params: accessKeyParams,
  output: accessKey,
  async run({ context, tx, actor, params: { id, credId } }) {
    const statements = await statementsOf(tx, id);
    await context.access.requireWithin(tx, actor, statements);
    const row = await setAccessKeyStatus(tx, { serviceUserId: id, id: credId }, "ACTIVE");
    if (!row) throw noAccessKey();
    await context.access.changed(tx, id);
    return toAccessKey(row);
  },
});
