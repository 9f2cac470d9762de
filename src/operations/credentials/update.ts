import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { Problem } from "../../errors.ts";
import { endSealedFields, insertSealedFields } from "../../store/credential-secrets.ts";
import { changeCredential } from "../../store/credentials.ts";
import * as shapes from "../shapes.ts";
import { requireCredential, requireForChange, requireVersion } from "./find.ts";
import { credential, fieldsSchema, splitFields, toCredential } from "./shapes.ts";

const hourMs = 3_600_000;

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
    previousSecretValidHours: z
      .int({ error: "Use a whole number of hours from 0 to 168." })
      .min(0, "Use a whole number of hours from 0 to 168.")
      .max(168, "Use a whole number of hours from 0 to 168.")
      .default(0),
  }),
  output: credential,
  errors: ["version_conflict", "credential_deleted"],
  async run({ context, tx, actor, organizationId, params: { id }, body }) {
    const { version, name, destination, type: typeId, previousSecretValidHours, ...given } = body;
    const row = await requireForChange(tx, id);
    requireUnchanged("destination", row.destination, destination);
    requireUnchanged("type", row.type, typeId);
    const type = context.registry.type(row.destination, row.type);
    if (!type) throw new Problem("credential_not_usable", "The system of this credential is not installed any more.");
    const { shown, secret } = splitFields(fieldsSchema(type, true).parse(given));
    requireVersion(row.version, version);

    const replaced = Object.keys(secret);
    const sealed = await Promise.all(
      Object.entries(secret).map(async ([field, value]) => {
        const place = { organizationId, credentialId: id, field, version: row.version + 1 };
        return { field, version: place.version, sealed: await context.vault.seal(place, value) };
      }),
    );
    const until = previousSecretValidHours > 0 ? new Date(context.now() + previousSecretValidHours * hourMs) : null;
    await endSealedFields(tx, id, replaced, until);
    await insertSealedFields(tx, organizationId, id, sealed);
    const isAnotherSecret = replaced.length > 0 || Object.keys(shown).length > 0;
    await changeCredential(tx, id, actor.id, {
      name,
      fields: { ...row.fields, ...shown },
      sealedFields: [...new Set([...row.sealed_fields, ...replaced])],
      ...(isAnotherSecret && row.status !== "DISABLED" ? { status: "UNTESTED", statusDetail: null } : {}),
    });
    return toCredential(context.registry, await requireCredential(tx, id));
  },
});

function requireUnchanged(field: string, current: string, given: string | undefined): void {
  if (given === undefined || given === current) return;
  throw new Problem("validation_failed", `${field}: it cannot be changed. Create another credential instead.`, {
    errors: [{ field, message: "It cannot be changed. Create another credential instead." }],
  });
}
