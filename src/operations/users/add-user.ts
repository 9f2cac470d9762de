import type { Context } from "../../context.ts";
import { invalidField, Problem } from "../../errors.ts";
import type { Tx } from "../../store/db.ts";
import { addMember, organizationsOf } from "../../store/organizations.ts";
import { findUser, insertUser, lockUserByEmail, type NewUser, replaceAccount, type User } from "../../store/users.ts";

/**
 * A new account, or the account that the address has already. Nobody sets the password of an account that somebody uses;
 * one that belongs to no organization any more starts anew. Undefined when the user belongs to the organization already.
 */
export async function addUser(
  tx: Tx,
  context: Context,
  organizationId: string,
  person: Omit<NewUser, "passwordHash">,
  passwordHash: string | undefined,
): Promise<User | undefined> {
  const id = await accountFor(tx, context, organizationId, person, passwordHash);
  return (await addMember(tx, organizationId, id)) ? findUser(tx, id) : undefined;
}

async function accountFor(
  tx: Tx,
  context: Context,
  organizationId: string,
  person: Omit<NewUser, "passwordHash">,
  passwordHash: string | undefined,
): Promise<string> {
  if (passwordHash && (await insertUser(tx, { ...person, passwordHash }))) return person.id;
  const account = await lockUserByEmail(tx, person.emailCanonical);
  if (!account) throw invalidField("password", "give a password: this email address has no account yet");
  const organizations = await organizationsOf(tx, account.id);
  if (organizations.some(({ id }) => id === organizationId)) return account.id;
  if (organizations.length > 0 && passwordHash) {
    throw new Problem(
      "already_exists",
      "This email address has an account already. Leave the password out; the person keeps their own.",
      { errors: [{ field: "password", message: "Leave it out; the person keeps their own." }] },
    );
  }
  if (organizations.length === 0) {
    if (!passwordHash) throw invalidField("password", "give a password: this email address has no account yet");
    await replaceAccount(tx, account.id, { ...person, passwordHash });
    await context.access.sessions.endAll(tx, account.id);
  }
  return account.id;
}
