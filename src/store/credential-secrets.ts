import { sql } from "kysely";
import type { Tx } from "./db.ts";

export interface SealedField {
  field: string;
  version: number;
  sealed: string;
  /** null: the current value. */
  validUntil: Date | null;
}

export async function insertSealedFields(
  tx: Tx,
  organizationId: string,
  credentialId: string,
  fields: Pick<SealedField, "field" | "version" | "sealed">[],
): Promise<void> {
  if (fields.length === 0) return;
  await tx
    .insertInto("credential_secrets")
    .values(
      fields.map(({ field, version, sealed }) => ({
        credential_id: credentialId,
        organization_id: organizationId,
        field,
        version,
        sealed,
        valid_until: null,
      })),
    )
    .execute();
}

/** Ends the current values of the fields: at once, which destroys them, or at a time, for verification while senders change over. */
export async function endSealedFields(
  tx: Tx,
  credentialId: string,
  fields: string[],
  validUntil: Date | null,
): Promise<void> {
  if (fields.length === 0) return;
  if (validUntil === null) {
    await tx
      .deleteFrom("credential_secrets")
      .where("credential_id", "=", credentialId)
      .where("field", "in", fields)
      .execute();
    return;
  }
  await tx
    .updateTable("credential_secrets")
    .set({ valid_until: validUntil })
    .where("credential_id", "=", credentialId)
    .where("field", "in", fields)
    .where("valid_until", "is", null)
    .execute();
  await tx
    .deleteFrom("credential_secrets")
    .where("credential_id", "=", credentialId)
    .where("valid_until", "<=", sql<Date>`now()`)
    .execute();
}
