import { requireUse } from "../../access/require-use.ts";
import type { Actor, Context } from "../../context.ts";
import type { IncomingWebhookRules } from "../../define/verifications.ts";
import { invalidField, Problem } from "../../errors.ts";
import { findCredential } from "../../store/credentials.ts";
import type { Tx } from "../../store/db.ts";
import { findIncomingWebhook, type IncomingWebhookRow } from "../../store/incoming-webhooks.ts";
import { isWorkflow } from "../../store/workflows.ts";
import type { Options } from "./shapes.ts";

export const missing = (): Problem => new Problem("not_found", "There is no incoming webhook with this id.");

export async function requireWebhook(tx: Tx, id: string): Promise<IncomingWebhookRow> {
  const row = await findIncomingWebhook(tx, id);
  if (!row) throw missing();
  return row;
}

type Rules = Pick<IncomingWebhookRules, "options">;

/** Without a credential nothing can verify, and there is nothing to set. */
const noRules: Rules = { options: [] };

/** What the options of a webhook may be; those of no credential are none. */
export const requireRules = (
  context: Context,
  tx: Tx,
  actor: Actor,
  credentialId: string | null,
): Promise<Rules> | Rules =>
  credentialId === null ? noRules : requireVerifyingCredential(context, tx, actor, credentialId);

/** The rules of a credential that the actor may use and that can verify requests; else an error that names credentialId. */
async function requireVerifyingCredential(
  { registry }: Context,
  tx: Tx,
  actor: Actor,
  credentialId: string,
): Promise<IncomingWebhookRules> {
  const credential = await findCredential(tx, credentialId);
  if (!credential || credential.dt_deleted) {
    throw invalidField(
      "credentialId",
      "There is no such credential. Create one for webhooks first, such as m3sh workflow.",
    );
  }
  const rules = registry.type(credential.destination, credential.type)?.incoming;
  if (!rules) {
    throw invalidField(
      "credentialId",
      "This credential cannot verify incoming requests. Take one for webhooks, such as m3sh workflow or GitHub webhooks.",
    );
  }
  requireUse(actor, credentialId);
  return rules;
}

/** Refuses the id of a workflow that is not there. */
export async function requireWorkflowToStart(tx: Tx, workflowId: string | null): Promise<void> {
  if (workflowId === null || (await isWorkflow(tx, workflowId))) return;
  throw invalidField("workflowId", "There is no such workflow. Take its id from the list of workflows, or null.");
}

/** Refuses options that the type of the credential does not have. */
export function requireDeclaredOptions(rules: Rules, options: Options): void {
  for (const name of Object.keys(options) as (keyof Options)[]) {
    if (options[name] === undefined || rules.options?.includes(name)) continue;
    throw invalidField(`options.${name}`, "The type of this credential has no such option. Remove it.");
  }
}

/** Those of the options that the type of another credential has too. */
export function keepDeclaredOptions(rules: Rules, options: Options): Options {
  return Object.fromEntries(
    Object.entries(options).filter(([name]) => rules.options?.some((declared) => declared === name)),
  );
}
