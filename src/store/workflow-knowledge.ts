import { announceChange, type Tx } from "./db.ts";

const isId = (value: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);

/** Those of the credentials that are there and not deleted. One query. */
export async function findCredentialsById(tx: Tx, ids: readonly string[]) {
  const valid = ids.filter(isId);
  if (valid.length === 0) return [];
  return tx
    .selectFrom("credentials")
    .select(["id", "name", "destination", "type", "status"])
    .where("id", "in", valid)
    .where("dt_deleted", "is", null)
    .execute();
}

/** Those of the destinations that a step could use, newest first. */
export async function listCredentialsOf(tx: Tx, destinations: readonly string[], limit: number) {
  if (destinations.length === 0) return [];
  return tx
    .selectFrom("credentials")
    .select(["id", "name", "destination", "type", "status"])
    .where("destination", "in", destinations)
    .where("dt_deleted", "is", null)
    .where("status", "!=", "PENDING")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
}

export async function findWebhooksById(tx: Tx, ids: readonly string[]) {
  const valid = ids.filter(isId);
  if (valid.length === 0) return [];
  return tx
    .selectFrom("incoming_webhooks")
    .select(["id", "name", "active", "workflow_id"])
    .where("id", "in", valid)
    .execute();
}

/** Active incoming webhooks that start the workflow, with the state of their credentials. */
export async function findStartingWebhooks(tx: Tx, workflowId: string) {
  return tx
    .selectFrom("incoming_webhooks as w")
    .leftJoin("credentials as c", "c.id", "w.credential_id")
    .select(["w.id", "w.active", "c.status", "c.dt_deleted"])
    .where("w.workflow_id", "=", workflowId)
    .execute();
}

/** Makes the webhook start this workflow, or nothing. */
export async function linkWebhook(tx: Tx, webhookId: string, workflowId: string | null): Promise<void> {
  await tx.updateTable("incoming_webhooks").set({ workflow_id: workflowId }).where("id", "=", webhookId).execute();
  await announceChange(tx, "incomingwebhook", webhookId);
}

/** The workflow is gone: its webhooks start nothing. */
export async function unlinkWebhooks(tx: Tx, workflowId: string): Promise<void> {
  for (const { id } of await findStartingWebhooks(tx, workflowId)) await linkWebhook(tx, id, null);
}

/** Enabled workflows whose trigger names one of the rules. By an index. */
export async function findWorkflowsOfRules(
  tx: Tx,
  ruleIds: readonly string[],
): Promise<{ id: string; ruleId: string }[]> {
  const rows = await tx
    .selectFrom("workflows")
    .select(["id", "trigger_ref"])
    .where("enabled", "=", true)
    .where("trigger_type", "=", "notification")
    .where("trigger_ref", "in", ruleIds)
    .execute();
  return rows.map(({ id, trigger_ref: ref }) => ({ id, ruleId: ref ?? "" }));
}
