import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { listAccessKeys } from "../../store/access-keys.ts";
import { idParams } from "../shapes.ts";
import { accessKey, requireServiceUser, toAccessKey } from "./shapes.ts";

export default operation({
  id: "serviceUsers.listCredentials",
  method: "GET",
  path: "/serviceusers/{id}/credentials",
  tag: "Service users",
  summary: "List the access keys of a service user, newest first",
  permission: { action: "config:retrieve", resource: "serviceuser" },
  params: idParams,
  output: z.strictObject({ data: z.array(accessKey) }),
  async run({ tx, params: { id } }) {
    await requireServiceUser(tx, id);
    return { data: (await listAccessKeys(tx, id)).map(toAccessKey) };
  },
});
