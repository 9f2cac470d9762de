import { Problem } from "../../errors.ts";
import { type CredentialRow, findCredential, lockCredential } from "../../store/credentials.ts";
import type { Tx } from "../../store/db.ts";

/** The credential, also a deleted one; a missing one is a 404. */
export async function requireCredential(tx: Tx, id: string): Promise<CredentialRow> {
  const row = await findCredential(tx, id);
  if (!row) throw new Problem("not_found", "There is no credential with this id.");
  return row;
}

/** The credential, held until the transaction ends; a deleted one cannot be changed. */
export async function requireForChange(tx: Tx, id: string) {
  const row = await lockCredential(tx, id);
  if (!row) throw new Problem("not_found", "There is no credential with this id.");
  if (row.dt_deleted) throw new Problem("credential_deleted", "This credential is deleted. Restore it first.");
  return row;
}

export function requireVersion(current: number, given: number): void {
  if (current === given) return;
  throw new Problem("version_conflict", `The current version is ${current}. Read it again and repeat the change.`, {
    errors: [{ field: "version", message: `The current version is ${current}.` }],
  });
}
