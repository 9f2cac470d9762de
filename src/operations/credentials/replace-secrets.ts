import type { Context } from "../../context.ts";
import { endSealedFields, insertSealedFields } from "../../store/credential-secrets.ts";
import { changeCredential } from "../../store/credentials.ts";
import type { Tx } from "../../store/db.ts";
import { knownExpiry } from "../../vault/known-expiry.ts";
import type { requireForChange } from "./find.ts";
import type { FieldValues } from "./shapes.ts";

const hourMs = 3_600_000;

interface Changing {
  row: Awaited<ReturnType<typeof requireForChange>>;
  organizationId: string;
  actorId: string;
}

interface Change extends FieldValues {
  name?: string;
  /** How long the replaced values still verify. */
  hours: number;
}

/** Seals the new values as the next version of the credential; what was found out about the old ones is forgotten. */
export async function replaceSecrets(
  context: Context,
  tx: Tx,
  { row, organizationId, actorId }: Changing,
  { name, shown, secret, hours }: Change,
): Promise<void> {
  const replaced = Object.keys(secret);
  const version = row.version + 1;
  const sealed = await Promise.all(
    Object.entries(secret).map(async ([field, value]) => {
      const place = { organizationId, credentialId: row.id, field, version };
      return { field, version, sealed: await context.vault.seal(place, value) };
    }),
  );
  await endSealedFields(tx, row.id, replaced, hours > 0 ? new Date(context.now() + hours * hourMs) : null);
  await insertSealedFields(tx, organizationId, row.id, sealed);
  const isAnotherSecret = replaced.length > 0 || Object.keys(shown).length > 0;
  const isKept = row.status === "DISABLED" || row.status === "PENDING";
  await changeCredential(tx, row.id, actorId, {
    name,
    fields: { ...row.fields, ...shown },
    sealedFields: [...new Set([...row.sealed_fields, ...replaced])],
    expiresAt: expiryAfter(row.sealed_fields, secret),
    ...(isAnotherSecret && !isKept ? { status: "UNTESTED", statusDetail: null } : {}),
  });
}

/** Undefined: as before, because what says it may be among the values that stay. */
function expiryAfter(sealedFields: string[], secret: FieldValues["secret"]): Date | null | undefined {
  const isWhole = sealedFields.length > 0 && sealedFields.every((field) => field in secret);
  return knownExpiry(secret) ?? (isWhole ? null : undefined);
}
