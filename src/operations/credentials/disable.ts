import { operation } from "../../define/operation.ts";
import { changeCredential } from "../../store/credentials.ts";
import { idParams } from "../shapes.ts";
import { requireCredential, requireForChange } from "./find.ts";
import { credential, toCredential } from "./shapes.ts";

export default operation({
  id: "credentials.disable",
  method: "POST",
  path: "/integrationcredentials/{id}/disable",
  tag: "Credentials",
  summary: "Stop every use of a credential",
  permission: { action: "config:update", resource: "credential" },
  audit: { action: "credential.disabled", detail: ({ name }) => ({ name }) },
  params: idParams,
  output: credential,
  errors: ["credential_deleted"],
  async run({ context, tx, actor, params: { id } }) {
    const { status } = await requireForChange(tx, id);
    const isDisabled = status === "DISABLED";
    if (isDisabled === false) await changeCredential(tx, id, actor.id, { status: "DISABLED", statusDetail: null });
    return toCredential(context.registry, await requireCredential(tx, id));
  },
});
