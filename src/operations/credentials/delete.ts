import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { Problem } from "../../errors.ts";
import { findUses } from "../../store/credential-uses.ts";
import { changeCredential } from "../../store/credentials.ts";
import { idParams, queryFlag } from "../shapes.ts";
import { requireCredential, requireForChange } from "./find.ts";
import { credential, toCredential } from "./shapes.ts";

export default operation({
  id: "credentials.delete",
  method: "DELETE",
  path: "/integrationcredentials/{id}",
  tag: "Credentials",
  summary: "Delete a credential; it can be restored for 30 days",
  permission: { action: "config:delete", resource: "credential" },
  audit: { action: "credential.deleted", detail: ({ name, destination }) => ({ name, destination }) },
  params: idParams,
  query: z.object({ force: queryFlag.default(false) }),
  output: credential,
  errors: ["credential_in_use", "credential_deleted"],
  async run({ context, tx, actor, params: { id }, query: { force } }) {
    await requireForChange(tx, id);
    const usedBy = await findUses(tx, id);
    if (usedBy.length > 0 && !force) {
      const names = usedBy.map((use) => use.name).join(", ");
      throw new Problem("credential_in_use", `It is used by ${names}. Delete those first, or repeat with force=true.`, {
        extra: { usedBy },
      });
    }
    await changeCredential(tx, id, actor.id, { dtDeleted: new Date(context.now()) });
    return toCredential(context.registry, await requireCredential(tx, id));
  },
});
