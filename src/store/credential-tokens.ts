import { type Kysely, type Selectable, sql } from "kysely";
import { announceChange, type Tx } from "./db.ts";
import type { Database, StatusDetail } from "./schema.ts";
import type { TokenState } from "./token-tables.ts";

/** A credential's token for one scope and audience. */
export interface TokenPlace {
  organizationId: string;
  credentialId: string;
  slot: string;
}

export interface TokenFailureNote {
  verdict: string;
  detail: string;
  status: number | null;
  /** Of what the token was asked for with: another material is tried at once. */
  material: string;
}

export interface StoredToken {
  state: TokenState;
  fence: number;
  generation: number;
  sealed: string | null;
  /** From now until it ends, by the database's clock, so that no process's own clock counts. null: it has no end. */
  remainingMs: number | null;
  /** How long another process may still be at it; 0 or less: nobody is. */
  leasedForMs: number;
  lostForMs: number | null;
  wayBackTried: boolean;
  failures: number;
  retryInMs: number;
  failure: TokenFailureNote | null;
}

/** A lease on the row: who holds a smaller fence than the row's has lost it. */
export interface TokenLease extends StoredToken {
  place: TokenPlace;
}

type Db = Kysely<Database>;
type Row = Selectable<Database["credential_tokens"]>;

const columns = sql<never>`state, fence, generation, sealed, way_back_tried, failures, failure,
  extract(epoch from expires_at - clock_timestamp()) * 1000 as remaining,
  extract(epoch from lease_until - clock_timestamp()) * 1000 as leased,
  extract(epoch from clock_timestamp() - lost_at) * 1000 as lost,
  extract(epoch from retry_at - clock_timestamp()) * 1000 as retry`;

type Read = Pick<Row, "state" | "fence" | "generation" | "sealed" | "way_back_tried" | "failures" | "failure"> &
  Record<"remaining" | "leased" | "lost" | "retry", string | null>;

/** One query by the primary key, on the owner's connection: organization and credential are both given. */
export async function readToken(db: Db, { organizationId, credentialId, slot }: TokenPlace) {
  const { rows } = await sql<Read>`
    select ${columns} from credential_tokens
    where credential_id = ${credentialId} and organization_id = ${organizationId} and slot = ${slot}
  `.execute(db);
  return rows[0] && toStored(rows[0]);
}

/**
 * Takes the lease, when nobody holds it and the token is still the one that was seen. The row then says SPENDING: this
 * is the journal entry that stands before a refresh token is spent. A lease that ran out leaves behind when it was lost.
 */
export async function leaseToken(
  db: Db,
  place: TokenPlace,
  seen: { generation: number; leaseMs: number; evenUncertain: boolean },
): Promise<TokenLease | undefined> {
  const { organizationId, credentialId, slot } = place;
  const until = sql`clock_timestamp() + ${seen.leaseMs} * interval '1 millisecond'`;
  const { rows } = await sql<Read>`
    insert into credential_tokens as t (credential_id, organization_id, slot, state, lease_until)
    values (${credentialId}, ${organizationId}, ${slot}, 'SPENDING', ${until})
    on conflict (credential_id, slot) do update set
      fence = t.fence + 1, lease_until = ${until}, dt_changed = now(),
      lost_at = case when t.state = 'SPENDING' then coalesce(t.lost_at, t.dt_changed) else t.lost_at end,
      state = 'SPENDING'
    where t.organization_id = ${organizationId} and t.generation = ${seen.generation}
      and (t.lease_until is null or t.lease_until < clock_timestamp())
      and (t.state in ('READY', 'SPENDING') or ${seen.evenUncertain})
    returning ${columns}
  `.execute(db);
  return rows[0] && { ...toStored(rows[0]), place };
}

/** Notes, before it is done, that the vendor's way back from a lost answer is tried: it is tried once. */
export async function noteWayBack(db: Db, { place, fence }: TokenLease): Promise<boolean> {
  const { rows } = await sql`
    update credential_tokens set way_back_tried = true
    where ${at(place)} and fence = ${fence} and not way_back_tried returning fence
  `.execute(db);
  return rows.length > 0;
}

/**
 * Stores the token that a lease obtained. A holder whose lease ran out may still store its answer while nobody found a
 * better one. Gives the new generation, or undefined when another went ahead.
 */
export async function storeToken(
  db: Db,
  { place, fence, generation }: TokenLease,
  token: { sealed: string; lifetimeMs: number | null; refreshLifetimeMs: number | null },
): Promise<number | undefined> {
  const { rows } = await sql<{ generation: number }>`
    with stored as (
      update credential_tokens set
        sealed = ${token.sealed}, generation = generation + 1, state = 'READY', lease_until = null, lost_at = null,
        way_back_tried = false, failures = 0, retry_at = null, failure = null, dt_changed = now(),
        expires_at = clock_timestamp() + ${token.lifetimeMs}::float8 * interval '1 millisecond'
      where ${at(place)} and generation = ${generation} and (fence = ${fence} or state = 'UNCERTAIN')
      returning generation
    ), shown as (
      update credentials set
        status = case when status in ('UNCERTAIN', 'REVOKED') then 'OK' else status end,
        status_detail = case when status in ('UNCERTAIN', 'REVOKED') then null else status_detail end,
        expires_at = case when ${token.refreshLifetimeMs}::float8 is null then expires_at
          else now() + ${token.refreshLifetimeMs}::float8 * interval '1 millisecond' end
      where id = ${place.credentialId} and exists (select from stored)
        and (status in ('UNCERTAIN', 'REVOKED') or ${token.refreshLifetimeMs}::float8 is not null)
    )
    select generation from stored
  `.execute(db);
  return rows[0]?.generation;
}

/**
 * Gives the lease back after an attempt that changed nothing; the next one waits a while. `isLost`: the answer to an
 * earlier one is, and this attempt was no way back from it.
 */
export async function releaseToken(
  db: Db,
  { place, fence, wayBackTried }: TokenLease,
  outcome: { failure: TokenFailureNote; retryInMs: number; isLost: boolean },
): Promise<void> {
  await sql`
    update credential_tokens set
      state = 'READY', lease_until = null, failures = failures + 1, failure = ${JSON.stringify(outcome.failure)}::jsonb,
      lost_at = case when ${outcome.isLost} then coalesce(lost_at, clock_timestamp()) end,
      way_back_tried = ${wayBackTried},
      retry_at = clock_timestamp() + ${outcome.retryInMs} * interval '1 millisecond', dt_changed = now()
    where ${at(place)} and fence = ${fence}
  `.execute(db);
}

/**
 * Ends the attempts: only a person's test or a new sign-in goes on from here. False when another went ahead. What was
 * lost stays so for that test.
 */
export async function endToken(
  db: Db,
  { place, fence }: TokenLease,
  outcome: { state: "UNCERTAIN" | "REVOKED"; failure: TokenFailureNote },
): Promise<boolean> {
  const { rows } = await sql`
    update credential_tokens set
      state = ${outcome.state}, lease_until = null, failure = ${JSON.stringify(outcome.failure)}::jsonb,
      lost_at = case when ${outcome.state === "UNCERTAIN"} then coalesce(lost_at, clock_timestamp()) end, dt_changed = now()
    where ${at(place)} and fence = ${fence} returning fence
  `.execute(db);
  return rows.length > 0;
}

/** Puts what a sign-in brought in the place of everything that was there; leases that others hold are lost. */
export async function replaceToken(
  db: Db,
  place: TokenPlace,
  token: { sealed: string; lifetimeMs: number | null },
): Promise<void> {
  const { organizationId, credentialId, slot } = place;
  await sql`
    insert into credential_tokens as t
      (credential_id, organization_id, slot, state, generation, sealed, expires_at)
    values (${credentialId}, ${organizationId}, ${slot}, 'READY', 1, ${token.sealed},
      clock_timestamp() + ${token.lifetimeMs}::float8 * interval '1 millisecond')
    on conflict (credential_id, slot) do update set
      state = 'READY', fence = t.fence + 1, generation = t.generation + 1, sealed = excluded.sealed,
      expires_at = excluded.expires_at, lease_until = null, lost_at = null, way_back_tried = false, failures = 0,
      retry_at = null, failure = null, dt_changed = now()
    where t.organization_id = ${organizationId}
  `.execute(db);
}

const at = ({ organizationId, credentialId, slot }: TokenPlace) =>
  sql`credential_id = ${credentialId} and organization_id = ${organizationId} and slot = ${slot}`;

function toStored(row: Read): StoredToken {
  return {
    state: row.state,
    fence: row.fence,
    generation: row.generation,
    sealed: row.sealed,
    remainingMs: row.remaining === null ? null : Number(row.remaining),
    leasedForMs: Number(row.leased ?? 0),
    lostForMs: row.lost === null ? null : Number(row.lost),
    wayBackTried: row.way_back_tried,
    failures: row.failures,
    retryInMs: Number(row.retry ?? 0),
    failure: row.failure,
  };
}

/** Shows the end of a connection on the credential itself, once; a disabled one stays disabled. */
export async function showEnded(
  tx: Tx,
  credentialId: string,
  shown: { status: "UNCERTAIN" | "REVOKED"; detail: StatusDetail },
): Promise<{ name: string; destination: string } | undefined> {
  const row = await tx
    .updateTable("credentials")
    .set({
      status: shown.status,
      status_detail: JSON.stringify(shown.detail),
      last_failure_at: sql<Date>`now()`,
      last_failure: shown.detail.summary,
    })
    .where("id", "=", credentialId)
    .where("status", "not in", ["DISABLED", "PENDING", shown.status])
    .returning(["name", "destination"])
    .executeTakeFirst();
  if (row) await announceChange(tx, "credential", credentialId);
  return row;
}
