import { invalidField } from "../../errors.ts";
import type { Tx } from "../../store/db.ts";
import { existingTargets, type LinkKind, linkRule } from "../../store/notification-rules.ts";

export interface Targets {
  webhookIds: string[] | undefined;
  workflowIds: string[] | undefined;
}

interface Rule {
  id: string;
  organizationId: string;
  /** One that is linked already may be gone since. */
  linked: Record<keyof Targets, string[]>;
}

/** Links what is given. A new target that is not there is an error that names its place. */
export async function linkTargets(tx: Tx, rule: Rule, given: Targets): Promise<void> {
  await link(tx, rule, "webhookIds", "WEBHOOK", given.webhookIds);
  await link(tx, rule, "workflowIds", "WORKFLOW", given.workflowIds);
}

const nounOf: Record<LinkKind, string> = { WEBHOOK: "outgoing webhook", WORKFLOW: "workflow" };

async function link(tx: Tx, rule: Rule, field: keyof Targets, kind: LinkKind, ids: string[] | undefined) {
  if (!ids) return;
  const fresh = ids.filter((id) => !rule.linked[field].includes(id));
  const existing = await existingTargets(tx, kind, fresh);
  const missing = fresh.find((id) => !existing.has(id));
  if (missing !== undefined) {
    throw invalidField(
      `${field}.${ids.indexOf(missing)}`,
      `There is no such ${nounOf[kind]}. Take its id from the list.`,
    );
  }
  await linkRule(tx, rule.organizationId, rule.id, kind, [...new Set(ids)]);
}
