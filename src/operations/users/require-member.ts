import { Problem } from "../../errors.ts";
import type { Tx } from "../../store/db.ts";
import { findMember, type User } from "../../store/users.ts";

export async function requireMember(tx: Tx, organizationId: string, id: string): Promise<User> {
  const row = await findMember(tx, organizationId, id);
  if (!row) throw new Problem("not_found", "There is no user with this id.");
  return row;
}
