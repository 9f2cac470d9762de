import type { Actor } from "../../context.ts";
import { Problem } from "../../errors.ts";
import type { Tx } from "../../store/db.ts";
import { findRule } from "../../store/notification-rules.ts";
import { findStartingWebhooks, findWebhooksById, linkWebhook } from "../../store/workflow-knowledge.ts";
import type { TriggerType } from "../../store/workflow-tables.ts";
import type { WorkflowRow } from "../../store/workflows.ts";
import type { Trigger, WorkflowDefinition } from "../../workflows/definition.ts";
import { readDefinition, requireVersionOf } from "./find.ts";

/** What the workflow runs: its draft while that is used, else its published version; undefined when there is neither. */
export async function definitionInUse(tx: Tx, row: WorkflowRow): Promise<WorkflowDefinition | undefined> {
  if (row.use_draft && row.draft !== null) return readDefinition(row.draft);
  if (row.published_version === null) return undefined;
  return readDefinition((await requireVersionOf(tx, row.id, row.published_version)).definition);
}

export const triggerColumns = (trigger: Trigger): { type: TriggerType; ref: string | null } => ({
  type: trigger.type,
  ref: refOf(trigger),
});

function refOf(trigger: Trigger): string | null {
  if (trigger.type === "webhook") return trigger.webhookId ?? null;
  if (trigger.type === "notification") return trigger.ruleId ?? null;
  return trigger.type === "schedule" ? `${trigger.cron} ${trigger.timeZone}` : null;
}

/** Makes the webhook that the trigger names start this workflow. One webhook starts one workflow. */
export async function linkTrigger(tx: Tx, actor: Actor, workflowId: string, trigger: Trigger): Promise<void> {
  if (trigger.type !== "webhook" || !trigger.webhookId) return;
  const [webhook] = await findWebhooksById(tx, [trigger.webhookId]);
  if (!webhook)
    throw new Problem("trigger_not_verified", "The incoming webhook of the trigger is gone. Choose another one.");
  if (webhook.workflow_id === workflowId) return;
  if (webhook.workflow_id !== null) {
    throw new Problem(
      "trigger_not_verified",
      "The incoming webhook starts another workflow. Choose or create another one.",
    );
  }
  if (!actor.may("config:update", "incomingwebhook", webhook.id)) {
    throw new Problem("not_permitted", "This needs the permission config:update on the incoming webhook.");
  }
  await linkWebhook(tx, webhook.id, workflowId);
}

/**
 * An enabled workflow must be startable: a webhook trigger needs an active webhook with a credential that verifies, a
 * notification trigger a rule that is there.
 */
export async function requireVerifiedTrigger(tx: Tx, workflowId: string, trigger: Trigger): Promise<void> {
  if (trigger.type === "notification") return requireRule(tx, trigger.ruleId ?? null);
  if (trigger.type !== "webhook") return;
  const webhooks = await findStartingWebhooks(tx, workflowId);
  const working = webhooks.find(
    ({ active, status, dt_deleted: deleted }) => active && status !== null && status !== "DISABLED" && deleted === null,
  );
  if (working) return;
  const words =
    webhooks.length === 0
      ? "No incoming webhook starts this workflow. Choose one in its trigger."
      : "The incoming webhook is deactivated, has no credential yet, or its credential is deleted or disabled.";
  throw new Problem("trigger_not_verified", words);
}

/** A trigger that names no rule waits for the rules that name the workflow. */
async function requireRule(tx: Tx, ruleId: string | null): Promise<void> {
  if (ruleId === null || (await findRule(tx, ruleId))) return;
  throw new Problem("trigger_not_verified", "The notification rule of the trigger is gone. Choose another one.");
}
