import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { invalidField, Problem } from "../../errors.ts";
import { chooseAccount } from "../../store/sign-ins.ts";
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
  body: z.strictObject({ choice: z.string({ error: "Give the id of one of the choices." }).max(200) }),
  output: credential,
  errors: ["credential_deleted", "credential_not_usable"],
  async run({ context, tx, params: { id }, body: { choice } }) {
    const row = await requireForChange(tx, id);
    const scheme = context.registry.type(row.destination, row.type)?.authorize;
    const field = scheme?.scheme === "oauthCode" ? scheme.tenants?.field : undefined;
    if (!row.choices || !field)
      throw new Problem("credential_not_usable", "There is nothing to choose for this credential.");
    if (!row.choices.some((one) => one.id === choice))
      throw invalidField("choice", "Use the id of one of the choices.");
    await chooseAccount(tx, id, { [field]: choice });
    return toCredential(context.registry, await requireCredential(tx, id));
  },
  afterwards: testAfterwards,
});
