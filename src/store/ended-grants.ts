import { sql } from "kysely";
import { announceChange, type Tx } from "./db.ts";

/** Asks for the end of a deleted credential's grant, after the commit. */
export async function enqueueGrantEnd(
  tx: Tx,
  payload: { organizationId: string; credentialId: string },
): Promise<void> {
  const key = `credential.end-grant:${payload.credentialId}`;
  await sql`select enqueue_job('credential.end-grant', ${JSON.stringify(payload)}::json, null, ${key})`.execute(tx);
}

/** Other credentials that have the same values in these fields, deleted ones that can be restored too. */
export async function countSharers(
  tx: Tx,
  { id, type, fields }: { id: string; type: string; fields: Record<string, string> },
  names: string[],
): Promise<number> {
  const same = JSON.stringify(Object.fromEntries(names.map((name) => [name, fields[name] ?? ""])));
  const row = await tx
    .selectFrom("credentials")
    .select((eb) => eb.fn.countAll<string>().as("count"))
    .where("id", "!=", id)
    .where("type", "=", type)
    .where((eb) => eb.or([eb("status", "!=", "PENDING"), eb("choices", "is not", null)]))
    .where(sql<boolean>`fields ? 'appId' and fields->>'appId' = ${fields.appId ?? ""}`)
    .where(sql<boolean>`fields @> ${same}::jsonb`)
    .where((eb) => eb.or([eb("dt_deleted", "is", null), eb("dt_deleted", ">", sql<Date>`now() - interval '30 days'`)]))
    .executeTakeFirst();
  return Number(row?.count ?? 0);
}

/** The grant is over: its tokens go, and a restored credential says that it has to sign in again. One that waits goes on waiting. */
export async function forgetGrant(tx: Tx, credentialId: string, at: Date): Promise<void> {
  const summary = "Its access was ended at the system when it was deleted. Connect it again.";
  const detail = { verdict: "revoked", summary, checkedAt: at.toISOString() };
  await tx.deleteFrom("credential_tokens").where("credential_id", "=", credentialId).execute();
  await tx
    .updateTable("credentials")
    .set({
      status: sql<"REVOKED">`case status when 'PENDING' then status else 'REVOKED' end`,
      choices: null,
      status_detail: JSON.stringify(detail),
      last_failure_at: at,
      last_failure: summary,
      version: sql<number>`version + 1`,
    })
    .where("id", "=", credentialId)
    .execute();
  await announceChange(tx, "credential", credentialId);
}
