import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { choiceBody, choose } from "../../sign-in/choose.ts";
import { idParams, queryFlag } from "../shapes.ts";
import { requireCredential, requireForChange } from "./find.ts";
import { credential, toCredential } from "./shapes.ts";
import { testAfterwards } from "./test-afterwards.ts";

export default operation({
  id: "credentials.choose",
  method: "POST",
  path: "/integrationcredentials/{id}/choice",
  tag: "Credentials",
  summary: "Choose the account that a sign-in was made for, when it gave several",
  permission: { action: "config:update", resource: "credential" },
  audit: { action: "credential.connected", detail: ({ name, destination }) => ({ name, destination }) },
  params: idParams,
  query: z.object({ test: queryFlag.default(false) }),
  body: choiceBody,
  output: credential,
  errors: ["credential_deleted", "credential_not_usable"],
  async run({ context, tx, params: { id }, body: { choice } }) {
    await choose(context.registry, tx, await requireForChange(tx, id), choice);
    return toCredential(context.registry, await requireCredential(tx, id));
  },
  afterwards: testAfterwards,
});
