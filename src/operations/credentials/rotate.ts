import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { Problem } from "../../errors.ts";
import * as shapes from "../shapes.ts";
import { requireCredential, requireForChange, requireVersion } from "./find.ts";
import { replaceSecrets } from "./replace-secrets.ts";
import { credential, fieldsSchema, previousSecretValidHours, splitFields, toCredential } from "./shapes.ts";

export default operation({
  id: "credentials.rotate",
  method: "POST",
  path: "/integrationcredentials/{id}/rotate",
  tag: "Credentials",
  summary: "Put new secret values in the place of the old ones; the old ones may verify for a while longer",
  permission: { action: "config:update", resource: "credential" },
  audit: { action: "credential.rotated", detail: ({ name, version }) => ({ name, version }) },
  params: shapes.idParams,
  body: z.looseObject({ version: shapes.version, previousSecretValidHours }),
  output: credential,
  errors: ["version_conflict", "credential_deleted", "credential_not_usable"],
  async run({ context, tx, actor, organizationId, params: { id }, body }) {
    const { version, previousSecretValidHours: hours, ...given } = body;
    const row = await requireForChange(tx, id);
    const type = context.registry.type(row.destination, row.type);
    if (!type) throw new Problem("credential_not_usable", "The system of this credential is not installed any more.");
    const secretFields = Object.fromEntries(Object.entries(type.fields).filter(([, field]) => field.secret));
    const { secret } = splitFields(fieldsSchema({ ...type, fields: secretFields }, true).parse(given));
    requireVersion(row.version, version);
    if (Object.keys(secret).length === 0) {
      const [first = "version"] = Object.keys(secretFields);
      throw new Problem("validation_failed", `${first}: give the new value.`, {
        errors: [{ field: first, message: "Give the new value." }],
      });
    }
    await replaceSecrets(context, tx, { row, organizationId, actorId: actor.id }, { secret, shown: {}, hours });
    return toCredential(context.registry, await requireCredential(tx, id));
  },
});
