import { type Kysely, sql } from "kysely";
import type { Database, Tx } from "./db.ts";

export interface Organization {
  id: string;
  name: string;
  version: number;
  dtCreated: Date;
  dtLastModified: Date;
}

const columns = [
  "organizations.id",
  "organizations.name",
  "organizations.version",
  "organizations.dt_created as dtCreated",
  "organizations.dt_last_modified as dtLastModified",
] as const;

export async function organizationsExist(db: Kysely<Database>): Promise<boolean> {
  return (await db.selectFrom("organizations").select("id").limit(1).executeTakeFirst()) !== undefined;
}

/** Whoever sets up this instance waits here for whoever does so already. */
export async function lockSetup(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('credenza first administrator', 0))`.execute(tx);
}

export async function insertOrganization(
  db: Kysely<Database>,
  organization: { id: string; name: string },
): Promise<void> {
  await db.insertInto("organizations").values(organization).execute();
}

export async function findOrganization(db: Kysely<Database>, id: string): Promise<Organization | undefined> {
  return db.selectFrom("organizations").select(columns).where("id", "=", id).executeTakeFirst();
}

export interface CountedOrganization extends Organization {
  users: number;
  serviceUsers: number;
  credentials: number;
}

/** With how much belongs to it. One query; it counts three indexes of the transaction's organization. */
export async function countOrganization(tx: Tx, id: string): Promise<CountedOrganization | undefined> {
  return tx
    .selectFrom("organizations")
    .select(columns)
    .select([
      sql<number>`(select count(*)::int from organization_users where organization_id = organizations.id)`.as("users"),
      sql<number>`(select count(*)::int from service_users where organization_id = organizations.id)`.as(
        "serviceUsers",
      ),
      sql<number>`(select count(*)::int from credentials where organization_id = organizations.id and dt_deleted is null)`.as(
        "credentials",
      ),
    ])
    .where("id", "=", id)
    .executeTakeFirst();
}

/** False when the row is not at this version any more. */
export async function renameOrganization(
  tx: Tx,
  { id, name, version }: { id: string; name: string; version: number },
): Promise<boolean> {
  const result = await tx
    .updateTable("organizations")
    .set({ name, version: version + 1, dt_last_modified: new Date() })
    .where("id", "=", id)
    .where("version", "=", version)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Oldest membership first. */
export async function organizationsOf(db: Kysely<Database>, userId: string): Promise<Organization[]> {
  return db
    .selectFrom("organizations")
    .innerJoin("organization_users", "organization_users.organization_id", "organizations.id")
    .select(columns)
    .where("organization_users.user_id", "=", userId)
    .orderBy("organization_users.dt_created")
    .orderBy("organizations.id")
    .execute();
}

/** False when the user belongs to it already. */
export async function addMember(db: Kysely<Database>, organizationId: string, userId: string): Promise<boolean> {
  const result = await db
    .insertInto("organization_users")
    .values({ organization_id: organizationId, user_id: userId })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** False when the user did not belong to it. */
export async function removeMember(tx: Tx, organizationId: string, userId: string): Promise<boolean> {
  const result = await tx
    .deleteFrom("organization_users")
    .where("organization_id", "=", organizationId)
    .where("user_id", "=", userId)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** E-mail addresses of the people of the transaction's organization. */
export async function listMemberAddresses(tx: Tx): Promise<string[]> {
  const rows = await tx
    .selectFrom("organization_users")
    .innerJoin("users", "users.id", "organization_users.user_id")
    .select("users.email")
    .orderBy("users.email")
    .limit(200)
    .execute();
  return rows.map(({ email }) => email);
}
