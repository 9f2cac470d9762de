import { type Kysely, sql } from "kysely";
import { announceChange, type Tx } from "./db.ts";
import type { CredentialStatus, Database, StatusDetail } from "./schema.ts";

export interface TestFinding {
  /** null: the test says nothing of the credential, so its status stays. */
  status: CredentialStatus | null;
  detail: StatusDetail;
  testedVersion: number;
  /** When it is looked at again by itself; null: not. */
  nextCheckAt: Date | null;
}

/**
 * Stores what a test found. No new version: nobody changed the credential. A disabled one, and one that changed
 * meanwhile, stay as they are. Gives the status before and after.
 */
export async function storeFinding(tx: Tx, id: string, finding: TestFinding) {
  const { status, detail, testedVersion, nextCheckAt } = finding;
  const { rows } = await sql<{ before: CredentialStatus; after: CredentialStatus; name: string; destination: string }>`
    with old as (
      select id, status from credentials
      where id = ${id} and version = ${testedVersion} and status not in ('DISABLED', 'PENDING') for update
    )
    update credentials c set
      status = case
        when ${status}::text is null then c.status
        when ${status} = 'OK' and c.expires_at < now() + interval '14 days' then 'EXPIRING'
        else ${status} end,
      status_detail = ${JSON.stringify(detail)}::jsonb,
      last_success_at = case when ${status} = 'OK' then ${detail.checkedAt}::timestamptz else c.last_success_at end,
      last_failure_at = case when ${status} is distinct from 'OK' and ${status}::text is not null
        then ${detail.checkedAt}::timestamptz else c.last_failure_at end,
      last_failure = case when ${status} is distinct from 'OK' and ${status}::text is not null
        then ${detail.summary} else c.last_failure end,
      next_check_at = ${nextCheckAt}
    from old where c.id = old.id
    returning old.status as before, c.status as after, c.name, c.destination
  `.execute(tx);
  const [row] = rows;
  if (row && row.before !== row.after) await announceChange(tx, "credential", id);
  return row;
}

export interface DueCredential {
  id: string;
  organizationId: string;
}

/** Takes some that are due to be looked at, so that no other process takes them for ten minutes. One statement. */
export async function takeDueChecks(db: Kysely<Database>, limit: number): Promise<DueCredential[]> {
  const { rows } = await sql<DueCredential>`
    update credentials set next_check_at = now() + interval '10 minutes'
    where id in (
      select id from credentials
      where next_check_at < now() and dt_deleted is null and status not in ('DISABLED', 'PENDING', 'REVOKED', 'UNCERTAIN')
      order by next_check_at limit ${limit} for update skip locked
    )
    returning id, organization_id as "organizationId"
  `.execute(db);
  return rows;
}

/** Those that expire within 14 days and whose expiry nobody has heard of yet. */
export async function findExpiring(db: Kysely<Database>, limit: number): Promise<DueCredential[]> {
  return db
    .selectFrom("credentials")
    .select(["id", "organization_id as organizationId"])
    .where("dt_deleted", "is", null)
    .where(sql<boolean>`expires_at < now() + interval '14 days' and announced_expiry is distinct from expires_at`)
    .where("status", "in", ["OK", "UNTESTED", "EXPIRING"])
    .limit(limit)
    .execute();
}

/** Shows that it expires, once for each expiry; undefined when it was shown meanwhile. */
export async function showExpiring(tx: Tx, id: string) {
  const row = await tx
    .updateTable("credentials")
    .set({ status: "EXPIRING", announced_expiry: sql<Date>`expires_at` })
    .where("id", "=", id)
    .where(sql<boolean>`announced_expiry is distinct from expires_at`)
    .where("status", "in", ["OK", "UNTESTED", "EXPIRING"])
    .returning(["name", "destination", "expires_at"])
    .executeTakeFirst();
  if (row) await announceChange(tx, "credential", id);
  return row;
}

/**
 * Takes credentials whose sign-in was not finished in time: nobody can finish it any more. One that was taken and is
 * still there after five minutes is taken again.
 */
export async function takeAbandoned(
  db: Kysely<Database>,
  limit: number,
): Promise<{ organizationId: string; credentialId: string }[]> {
  const { rows } = await sql<{ organizationId: string; credentialId: string }>`
    update credentials set dt_deleted = now() where id in (
      select id from credentials where status = 'PENDING' and pending_until < now()
        and (dt_deleted is null or dt_deleted < now() - interval '5 minutes')
      order by pending_until limit ${limit} for update skip locked
    )
    returning organization_id as "organizationId", id as "credentialId"
  `.execute(db);
  return rows;
}

/** Removes one that was taken. False when it was given more time meanwhile. */
export async function removeAbandoned(tx: Tx, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom("credentials")
    .where("id", "=", id)
    .where("status", "=", "PENDING")
    .where("pending_until", "<", sql<Date>`now()`)
    .where("dt_deleted", "is not", null)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
