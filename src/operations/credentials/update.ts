import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { Problem } from "../../errors.ts";
import * as shapes from "../shapes.ts";
import { requireCredential, requireForChange, requireVersion } from "./find.ts";
import { replaceSecrets } from "./replace-secrets.ts";
import { requireApp } from "./require-app.ts";
import { credential, fieldsSchema, previousSecretValidHours, splitFields, toCredential } from "./shapes.ts";

export default operation({
  id: "credentials.update",
  method: "PUT",
  path: "/integrationcredentials/{id}",
  tag: "Credentials",
  summary: "Rename a credential or replace its values; a secret that is left out is kept",
  permission: { action: "config:update", resource: "credential" },
  audit: { action: "credential.updated", detail: ({ name, version }) => ({ name, version }) },
  params: shapes.idParams,
  body: z.looseObject({
    version: shapes.version,
    name: shapes.name.optional(),
    destination: z.string().optional(),
    type: z.string().optional(),
    previousSecretValidHours,
  }),
  example: { version: 1, name: "Billing", site: "acme-eu" },
  output: credential,
  errors: ["version_conflict", "credential_deleted"],
  async run({ context, tx, actor, organizationId, params: { id }, body }) {
    const { version, name, destination, type: typeId, previousSecretValidHours: hours, ...given } = body;
    const row = await requireForChange(tx, id);
    requireUnchanged("destination", row.destination, destination);
    requireUnchanged("type", row.type, typeId);
    const type = context.registry.type(row.destination, row.type);
    if (!type) throw new Problem("credential_not_usable", "The system of this credential is not installed any more.");
    const { shown, secret } = splitFields(fieldsSchema(type, true).parse(given));
    requireVersion(row.version, version);

    await requireApp(tx, type, shown.appId);
    const change = { name, shown, secret, hours };
    await replaceSecrets(context, tx, { row, organizationId, actorId: actor.id }, change);
    return toCredential(context.registry, await requireCredential(tx, id));
  },
});

function requireUnchanged(field: string, current: string, given: string | undefined): void {
  if (given === undefined || given === current) return;
  throw new Problem("validation_failed", `${field}: it cannot be changed. Create another credential instead.`, {
    errors: [{ field, message: "It cannot be changed. Create another credential instead." }],
  });
}
