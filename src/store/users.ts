import type { Kysely } from "kysely";
import type { Database, Tx } from "./db.ts";
import { decodeCursor, toPage } from "./paging.ts";

/** No column that tells anything about the password. */
export const memberColumns = [
  "users.id",
  "users.email",
  "users.first_name as firstName",
  "users.last_name as lastName",
  "users.version",
  "users.dt_created as dtCreated",
  "users.dt_last_modified as dtLastModified",
] as const;

export interface User {
  id: string;
  email: string;
  firstName: string | null;
  lastName: string | null;
  version: number;
  dtCreated: Date;
  dtLastModified: Date;
}

export interface NewUser {
  id: string;
  email: string;
  emailCanonical: string;
  firstName: string | null;
  lastName: string | null;
  passwordHash: string;
}

export async function usersExist(db: Kysely<Database>): Promise<boolean> {
  return (await db.selectFrom("users").select("id").limit(1).executeTakeFirst()) !== undefined;
}

export async function findPassword(
  db: Kysely<Database>,
  emailCanonical: string,
): Promise<{ userId: string; passwordHash: string } | undefined> {
  return db
    .selectFrom("users")
    .select(["id as userId", "password_hash as passwordHash"])
    .where("email_canonical", "=", emailCanonical)
    .executeTakeFirst();
}

export async function setPassword(db: Kysely<Database>, userId: string, passwordHash: string): Promise<void> {
  await db
    .updateTable("users")
    .set((eb) => ({ password_hash: passwordHash, version: eb("version", "+", 1), dt_last_modified: new Date() }))
    .where("id", "=", userId)
    .execute();
}

/** False when the address has an account already. */
export async function insertUser(db: Kysely<Database>, user: NewUser): Promise<boolean> {
  const result = await db
    .insertInto("users")
    .values({
      id: user.id,
      email: user.email,
      email_canonical: user.emailCanonical,
      first_name: user.firstName,
      last_name: user.lastName,
      password_hash: user.passwordHash,
    })
    .onConflict((conflict) => conflict.column("email_canonical").doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

export async function findUser(db: Kysely<Database>, userId: string): Promise<User | undefined> {
  return db.selectFrom("users").select(memberColumns).where("users.id", "=", userId).executeTakeFirst();
}

/** Holds the account until the transaction ends, so that nobody else adds it to an organization meanwhile. */
export async function lockUserByEmail(tx: Tx, emailCanonical: string): Promise<{ id: string } | undefined> {
  return tx
    .selectFrom("users")
    .select("id")
    .where("email_canonical", "=", emailCanonical)
    .forUpdate()
    .executeTakeFirst();
}

export async function replaceAccount(tx: Tx, id: string, user: NewUser): Promise<void> {
  await tx
    .updateTable("users")
    .set((eb) => ({
      email: user.email,
      first_name: user.firstName,
      last_name: user.lastName,
      password_hash: user.passwordHash,
      version: eb("version", "+", 1),
      dt_last_modified: new Date(),
    }))
    .where("id", "=", id)
    .execute();
}

/** Of this organization, newest first. */
export async function listMembers(tx: Tx, organizationId: string, page: { pageSize: number; nextToken?: string }) {
  let select = members(tx, organizationId)
    .orderBy("users.id", "desc")
    .limit(page.pageSize + 1);
  if (page.nextToken) select = select.where("users.id", "<", decodeCursor(page.nextToken).id);
  return toPage(
    await select.execute(),
    page.pageSize,
    (row) => row,
    (row) => ({ id: row.id }),
  );
}

export async function findMember(
  tx: Kysely<Database>,
  organizationId: string,
  userId: string,
): Promise<User | undefined> {
  return members(tx, organizationId).where("users.id", "=", userId).executeTakeFirst();
}

const members = (db: Kysely<Database>, organizationId: string) =>
  db
    .selectFrom("users")
    .innerJoin("organization_users", "organization_users.user_id", "users.id")
    .select(memberColumns)
    .where("organization_users.organization_id", "=", organizationId);
