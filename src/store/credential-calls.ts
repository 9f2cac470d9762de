import { type Kysely, sql } from "kysely";
import type { Database, Tx } from "./db.ts";

/** Calls of one credential within one hour. */
export interface HourOfCalls {
  hour: Date;
  calls: number;
  failures: number;
}

export interface GatheredCalls extends HourOfCalls {
  credentialId: string;
  organizationId: string;
  lastUsedAt: Date;
}

/** Oldest first. */
export async function readCalls(tx: Tx, credentialId: string, since: Date): Promise<HourOfCalls[]> {
  return tx
    .selectFrom("credential_calls")
    .select(["hour", "calls", "failures"])
    .where("credential_id", "=", credentialId)
    .where("hour", ">=", since)
    .orderBy("hour")
    .execute();
}

/**
 * Adds gathered counts and moves `last_used_at` on, in one statement over all credentials; those destroyed meanwhile
 * are passed over. For the owner's connection: the rows belong to many organizations.
 */
export async function addCalls(db: Kysely<Database>, gathered: GatheredCalls[]): Promise<void> {
  if (gathered.length === 0) return;
  const rows = gathered.toSorted((a, b) => (a.credentialId < b.credentialId ? -1 : 1));
  const column = <T>(value: (row: GatheredCalls) => T) => rows.map(value);
  await sql`
    with gathered as (
      select * from unnest(
        ${column((row) => row.credentialId)}::uuid[], ${column((row) => row.organizationId)}::uuid[],
        ${column((row) => row.hour)}::timestamptz[], ${column((row) => row.calls)}::int[],
        ${column((row) => row.failures)}::int[], ${column((row) => row.lastUsedAt)}::timestamptz[]
      ) as g(credential_id, organization_id, hour, calls, failures, used_at)
    ), used as (
      update credentials c set last_used_at = greatest(coalesce(c.last_used_at, g.used_at), g.used_at)
      from (select credential_id, organization_id, max(used_at) as used_at from gathered group by 1, 2) g
      where c.id = g.credential_id and c.organization_id = g.organization_id
      returning c.id
    )
    insert into credential_calls (credential_id, organization_id, hour, calls, failures)
    select g.credential_id, g.organization_id, g.hour, g.calls, g.failures
    from gathered g join used on used.id = g.credential_id
    order by g.credential_id, g.hour
    on conflict (credential_id, hour) do update
      set calls = credential_calls.calls + excluded.calls, failures = credential_calls.failures + excluded.failures
  `.execute(db);
}
