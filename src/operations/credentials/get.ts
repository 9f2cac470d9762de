import { operation } from "../../define/operation.ts";
import { idParams } from "../shapes.ts";
import { requireCredential } from "./find.ts";
import { credential, toCredential } from "./shapes.ts";

export default operation({
  id: "credentials.get",
  method: "GET",
  path: "/integrationcredentials/{id}",
  tag: "Credentials",
  summary: "Read a credential",
  permission: { action: "config:retrieve", resource: "credential" },
  params: idParams,
  output: credential,
  async run({ context, tx, params }) {
    return toCredential(context.registry, await requireCredential(tx, params.id));
  },
});
