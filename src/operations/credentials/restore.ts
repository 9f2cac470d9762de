import { operation } from "../../define/operation.ts";
import { changeCredential } from "../../store/credentials.ts";
import { idParams } from "../shapes.ts";
import { requireCredential } from "./find.ts";
import { credential, toCredential } from "./shapes.ts";

export default operation({
  id: "credentials.restore",
  method: "POST",
  path: "/integrationcredentials/{id}/restore",
  tag: "Credentials",
  summary: "Restore a deleted credential",
  permission: { action: "config:create", resource: "credential" },
  audit: { action: "credential.restored", detail: ({ name }) => ({ name }) },
  params: idParams,
  output: credential,
  async run({ context, tx, actor, params: { id } }) {
    const row = await requireCredential(tx, id);
    if (row.dt_deleted) await changeCredential(tx, id, actor.id, { dtDeleted: null });
    return toCredential(context.registry, await requireCredential(tx, id));
  },
});
