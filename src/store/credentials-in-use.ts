import { type SqlBool, sql } from "kysely";
import type { Tx } from "./db.ts";
import type { CredentialStatus } from "./schema.ts";

export interface SealedValue {
  field: string;
  version: number;
  sealed: string;
  /** null: the current value. */
  validUntil: Date | null;
}

export interface CredentialInUse {
  id: string;
  organizationId: string;
  name: string;
  destination: string;
  type: string;
  fields: Record<string, string>;
  status: CredentialStatus;
  version: number;
  isDeleted: boolean;
  sealed: SealedValue[];
}

/** A credential with its sealed values, those that are still valid for verification too, newest first. One query by primary keys. */
export async function readCredentialInUse(tx: Tx, id: string): Promise<CredentialInUse | undefined> {
  const row = await tx
    .selectFrom("credentials as c")
    .select(["c.id", "c.organization_id", "c.name", "c.destination", "c.type", "c.fields", "c.status", "c.version"])
    .select(sql<SqlBool>`c.dt_deleted is not null`.as("isDeleted"))
    .select((eb) =>
      eb
        .selectFrom("credential_secrets as s")
        .whereRef("s.credential_id", "=", "c.id")
        .select(
          sql<
            (Omit<SealedValue, "validUntil"> & { validUntil: string | null })[] | null
          >`json_agg(json_build_object('field', s.field, 'version', s.version, 'sealed', s.sealed, 'validUntil', s.valid_until) order by s.version desc)`.as(
            "sealed",
          ),
        )
        .as("sealed"),
    )
    .where("c.id", "=", id)
    .executeTakeFirst();
  if (!row) return undefined;
  const { organization_id: organizationId, sealed, isDeleted, ...rest } = row;
  return {
    ...rest,
    organizationId,
    isDeleted: Boolean(isDeleted),
    sealed: (sealed ?? []).map((value) => ({
      ...value,
      validUntil: value.validUntil === null ? null : new Date(value.validUntil),
    })),
  };
}
