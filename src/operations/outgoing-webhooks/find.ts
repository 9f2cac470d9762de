import type { Context } from "../../context.ts";
import { invalidField, Problem } from "../../errors.ts";
import type { Tx } from "../../store/db.ts";
import { findOutgoingWebhook, isCodeTaken, type OutgoingWebhookRow } from "../../store/outgoing-webhooks.ts";

export const missing = (): Problem => new Problem("not_found", "There is no outgoing webhook with this id.");

export async function requireOutgoingWebhook(tx: Tx, id: string): Promise<OutgoingWebhookRow> {
  const row = await findOutgoingWebhook(tx, id);
  if (!row) throw missing();
  return row;
}

/** Resolves and may be reached from here, by https unless an operator allowed the host; else a 400 that names `url`. */
export async function requireReachableUrl({ network }: Context, text: string): Promise<string> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) throw invalidField("url", "Give a whole URL that begins with https://.");
  const failure = await network.check(url);
  if (failure) throw invalidField("url", failure.message);
  url.hash = "";
  return url.href;
}

export async function requireFreeCode(tx: Tx, code: string, exceptId: string): Promise<void> {
  if (!(await isCodeTaken(tx, code, exceptId))) return;
  throw new Problem("already_exists", "Another outgoing webhook has this code. Give another one.", {
    errors: [{ field: "code", message: "Another outgoing webhook has this code." }],
  });
}
