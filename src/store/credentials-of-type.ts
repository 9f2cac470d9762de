import { sql } from "kysely";
import type { Tx } from "./db.ts";

export interface FoundSecrets {
  credentialId: string;
  fields: Record<string, string>;
  sealed: { field: string; version: number; sealed: string }[];
}

/** Current sealed values of other credentials of a type, newest first. */
export async function readSecretsOfType(
  tx: Tx,
  type: string,
  exceptId: string,
  limit: number,
): Promise<FoundSecrets[]> {
  const { rows } = await sql<FoundSecrets>`
    select c.id as "credentialId", c.fields, (
      select coalesce(json_agg(json_build_object('field', s.field, 'version', s.version, 'sealed', s.sealed)), '[]')
      from credential_secrets s where s.credential_id = c.id and s.valid_until is null
    ) as sealed
    from credentials c where c.type = ${type} and c.id <> ${exceptId} and c.dt_deleted is null
    order by c.id desc limit ${limit}`.execute(tx);
  return rows;
}
