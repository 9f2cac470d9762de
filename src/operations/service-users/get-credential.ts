import { operation } from "../../define/operation.ts";
import { listAccessKeys } from "../../store/access-keys.ts";
import { accessKey, accessKeyParams, noAccessKey, toAccessKey } from "./shapes.ts";

export default operation({
  id: "serviceUsers.getCredential",
  method: "GET",
  path: "/serviceusers/{id}/credentials/{credId}",
  tag: "Service users",
  summary: "Read an access key, without its API secret",
  permission: { action: "config:retrieve", resource: "serviceuser" },
  params: accessKeyParams,
  output: accessKey,
  async run({ tx, params: { id, credId } }) {
    const row = (await listAccessKeys(tx, id)).find((key) => key.id === credId);
    if (!row) throw noAccessKey();
    return toAccessKey(row);
  },
});
