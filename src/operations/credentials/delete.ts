import { z } from "zod";
import { operation } from "../../define/operation.ts";
import type { Registry } from "../../define/registry.ts";
import { isRevocable } from "../../define/schemes.ts";
import { invalidField, Problem } from "../../errors.ts";
import { findUses } from "../../store/credential-uses.ts";
import { changeCredential } from "../../store/credentials.ts";
import { enqueueGrantEnd } from "../../store/ended-grants.ts";
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
  query: z.object({
    force: queryFlag.default(false),
    /** Ends the access of a sign-in at the system now, and not when the credential is destroyed. */
    endAccess: queryFlag.default(false),
  }),
  output: credential,
  errors: ["credential_in_use", "credential_deleted"],
  async run({ context, tx, actor, params: { id }, query: { force, endAccess } }) {
    const row = await requireForChange(tx, id);
    if (endAccess) requireRevocable(context.registry, row);
    const usedBy = await findUses(tx, id);
    if (usedBy.length > 0 && !force) {
      const names = usedBy.map((use) => use.name).join(", ");
      throw new Problem("credential_in_use", `It is used by ${names}. Delete those first, or repeat with force=true.`, {
        extra: { usedBy },
      });
    }
    await changeCredential(tx, id, actor.id, { dtDeleted: new Date(context.now()) });
    if (endAccess) await enqueueGrantEnd(tx, { organizationId: actor.organizationId, credentialId: id });
    return toCredential(context.registry, await requireCredential(tx, id));
  },
});

function requireRevocable(registry: Registry, { destination, type }: { destination: string; type: string }): void {
  if (isRevocable(registry.type(destination, type)?.authorize)) return;
  throw invalidField("endAccess", "leave it out: this credential has no access that could be ended at its system");
}
