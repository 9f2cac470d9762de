import type { Context } from "../../context.ts";
import { readMessageBodies, type TriggerMessage } from "../../store/trigger-messages.ts";
import { endWait, findWaits, type WaitRow } from "../../store/workflow-waits.ts";
import { messageInput } from "./message-input.ts";

/** Gives messages to the steps that wait for them. One query when none waits. Gives whether a run can go on. */
export async function endWaits(
  { store }: Pick<Context, "store">,
  messages: readonly { id: string; webhookId: string }[],
): Promise<boolean> {
  const pool = store.systemPool;
  const waits = await findWaits(pool, [...new Set(messages.map(({ webhookId }) => webhookId))]);
  if (waits.length === 0) return false;
  const concerned = new Set(waits.map((wait) => wait.webhook_id));
  const bodies = await readMessageBodies(
    pool,
    messages.filter(({ webhookId }) => concerned.has(webhookId)),
  );
  const left = new Set(waits);
  for (const message of bodies) {
    for (const wait of left) {
      if (!fits(wait, message)) continue;
      left.delete(wait);
      await endWait(pool, wait, messageInput(message));
    }
  }
  return left.size < waits.length;
}

function fits(wait: WaitRow, message: TriggerMessage): boolean {
  if (wait.webhook_id !== message.webhookId) return false;
  if (wait.match_path === null) return true;
  const { body } = messageInput(message);
  const found = wait.match_path.split(".").reduce<unknown>((value, name) => {
    return typeof value === "object" && value !== null && Object.hasOwn(value, name)
      ? (value as Record<string, unknown>)[name]
      : undefined;
  }, body);
  return found !== undefined && String(found) === wait.match_value;
}
