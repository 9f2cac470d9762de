import { operation } from "../../define/operation.ts";
import { changeCredential } from "../../store/credentials.ts";
import { idParams } from "../shapes.ts";
import { requireCredential, requireForChange } from "./find.ts";
import { credential, toCredential } from "./shapes.ts";

export default operation({
  id: "credentials.enable",
  method: "POST",
  path: "/integrationcredentials/{id}/enable",
  tag: "Credentials",
  summary: "Let a disabled credential be used again",
  permission: { action: "config:update", resource: "credential" },
  audit: { action: "credential.enabled", detail: ({ name }) => ({ name }) },
  params: idParams,
  output: credential,
  errors: ["credential_deleted"],
  async run({ context, tx, actor, params: { id } }) {
    const { status } = await requireForChange(tx, id);
    const isDisabled = status === "DISABLED";
    if (isDisabled === true) await changeCredential(tx, id, actor.id, { status: "UNTESTED", statusDetail: null });
    return toCredential(context.registry, await requireCredential(tx, id));
  },
});
