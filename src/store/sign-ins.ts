import { type Kysely, type Selectable, sql } from "kysely";
import { announceChange, type Tx } from "./db.ts";
import type { Database } from "./schema.ts";

export type SignInRow = Selectable<Database["oauth_sign_ins"]>;

export interface NewSignIn {
  stateHash: Buffer;
  organizationId: string;
  credentialId: string;
  userId: string | null;
  browserHash: Buffer | null;
  linkId: string | null;
  sealed: string;
  expiresAt: Date;
}

/** A credential has one sign-in under way: a new one ends those before. */
export async function insertSignIn(tx: Tx, signIn: NewSignIn): Promise<void> {
  await tx.deleteFrom("oauth_sign_ins").where("credential_id", "=", signIn.credentialId).execute();
  await tx
    .insertInto("oauth_sign_ins")
    .values({
      state_hash: signIn.stateHash,
      organization_id: signIn.organizationId,
      credential_id: signIn.credentialId,
      user_id: signIn.userId,
      browser_hash: signIn.browserHash,
      link_id: signIn.linkId,
      sealed: signIn.sealed,
      dt_expires: signIn.expiresAt,
    })
    .execute();
}

/** Takes the sign-in away, so that its state serves once. On the owner's connection: the redirect names no organization. */
export async function takeSignIn(db: Kysely<Database>, stateHash: Buffer): Promise<SignInRow | undefined> {
  return db.deleteFrom("oauth_sign_ins").where("state_hash", "=", stateHash).returningAll().executeTakeFirst();
}

export interface Connection {
  fields: Record<string, string>;
  /** Accounts to choose from; then it is PENDING. */
  choices: { id: string; name: string }[] | null;
  /** When it is removed for want of a choice, or later where its connect link lasts longer. One that was connected before stays. */
  pendingUntil: Date;
  refreshLifetimeMs: number | null;
}

/** What a sign-in brought, on the credential itself. No cache keeps the old one. */
export async function storeConnection(tx: Tx, credentialId: string, connection: Connection): Promise<void> {
  const isPending = connection.choices !== null;
  await tx
    .updateTable("credentials")
    .set({
      fields: sql<string>`fields || ${JSON.stringify(connection.fields)}::jsonb`,
      status: isPending ? "PENDING" : "OK",
      status_detail: null,
      choices: connection.choices && JSON.stringify(connection.choices),
      pending_until: isPending
        ? sql<Date>`case when pending_until is not null then greatest(pending_until, ${connection.pendingUntil}::timestamptz) end`
        : null,
      expires_at: sql<Date>`now() + ${connection.refreshLifetimeMs}::float8 * interval '1 millisecond'`,
      announced_expiry: null,
      last_success_at: sql<Date>`now()`,
      version: sql<number>`version + 1`,
      dt_last_modified: sql<Date>`now()`,
    })
    .where("id", "=", credentialId)
    .execute();
  await announceChange(tx, "credential", credentialId);
}

/** Why a sign-in did not end well, shown on the credential that waits for it. */
export async function storeSignInFailure(tx: Tx, credentialId: string, summary: string, at: Date): Promise<void> {
  const detail = { verdict: "not_connected", summary, checkedAt: at.toISOString() };
  await tx
    .updateTable("credentials")
    .set({ status_detail: JSON.stringify(detail), last_failure_at: at, last_failure: summary })
    .where("id", "=", credentialId)
    .execute();
}

/** Keeps a waiting credential until then. */
export async function extendPending(tx: Tx, credentialId: string, until: Date): Promise<void> {
  await tx
    .updateTable("credentials")
    .set({ pending_until: sql<Date>`greatest(pending_until, ${until})` })
    .where("id", "=", credentialId)
    .where("status", "=", "PENDING")
    .where("pending_until", "is not", null)
    .execute();
}

export async function insertConnectLink(
  tx: Tx,
  link: {
    id: string;
    tokenHash: Buffer;
    organizationId: string;
    credentialId: string;
    createdBy: string;
    expiresAt: Date;
  },
): Promise<void> {
  await tx.deleteFrom("connect_links").where("credential_id", "=", link.credentialId).execute();
  await tx
    .insertInto("connect_links")
    .values({
      id: link.id,
      token_hash: link.tokenHash,
      organization_id: link.organizationId,
      credential_id: link.credentialId,
      created_by: link.createdBy,
      dt_expires: link.expiresAt,
    })
    .execute();
}

/** By the link's secret, with what its page shows. On the owner's connection: who opens it has no account. */
export async function findConnectLink(db: Kysely<Database>, tokenHash: Buffer) {
  return db
    .selectFrom("connect_links as l")
    .innerJoin("credentials as c", "c.id", "l.credential_id")
    .innerJoin("organizations as o", "o.id", "l.organization_id")
    .selectAll("l")
    .select(["o.name as organizationName", "c.name as credentialName", "c.destination", "c.dt_deleted", "c.choices"])
    .where("l.token_hash", "=", tokenHash)
    .executeTakeFirst();
}

/** Binds the link to the browser that opened it first; false when another did. */
export async function bindConnectLink(db: Kysely<Database>, id: string, browserHash: Buffer): Promise<boolean> {
  const row = await db
    .updateTable("connect_links")
    .set({ browser_hash: browserHash })
    .where("id", "=", id)
    .where("dt_used", "is", null)
    .where((eb) => eb.or([eb("browser_hash", "is", null), eb("browser_hash", "=", browserHash)]))
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

/** Asked while the credential is held: a sign-in that came meanwhile has other accounts. */
export async function awaitsChoice(tx: Tx, id: string): Promise<boolean> {
  const row = await tx.selectFrom("connect_links").select("awaits_choice").where("id", "=", id).executeTakeFirst();
  return row?.awaits_choice ?? false;
}

/** After a sign-in: the link that made it is used up, or waits for the choice of its browser; another one no longer does. */
export async function settleConnectLinks(
  tx: Tx,
  credentialId: string,
  { linkId, mustChoose }: { linkId: string | null; mustChoose: boolean },
): Promise<void> {
  const isThis = sql<boolean>`(id = ${linkId}::uuid) is true`;
  await tx
    .updateTable("connect_links")
    .set({
      awaits_choice: mustChoose ? isThis : false,
      ...(mustChoose ? {} : { dt_used: sql<Date>`case when ${isThis} then now() else dt_used end` }),
    })
    .where("credential_id", "=", credentialId)
    .execute();
}

/** Ends the choice: the credential is connected to that account, and the link whose browser could choose is used up. */
export async function chooseAccount(tx: Tx, credentialId: string, fields: Record<string, string>): Promise<void> {
  await tx
    .updateTable("credentials")
    .set({
      fields: sql<string>`fields || ${JSON.stringify(fields)}::jsonb`,
      status: "OK",
      choices: null,
      pending_until: null,
      version: sql<number>`version + 1`,
      dt_last_modified: sql<Date>`now()`,
    })
    .where("id", "=", credentialId)
    .execute();
  await tx
    .updateTable("connect_links")
    .set({ dt_used: sql<Date>`now()`, awaits_choice: false })
    .where("credential_id", "=", credentialId)
    .where("awaits_choice", "=", true)
    .execute();
  await announceChange(tx, "credential", credentialId);
}
