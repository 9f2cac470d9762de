import type { Context } from "../context.ts";
import { type MessageKey, markProcessed } from "../store/processed-messages.ts";

/** Marks messages as processed. Jobs that run at the same time share one statement. */
export function createMessageProcessor({ store }: Pick<Context, "store">): (payload: unknown) => Promise<void> {
  let gathered: MessageKey[] = [];
  let writing: Promise<void> | undefined;

  const write = async (): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve));
    const keys = gathered;
    gathered = [];
    writing = undefined;
    await markProcessed(store.systemPool, keys);
  };
  return (payload) => {
    gathered.push(messageKey(payload));
    writing ??= write();
    return writing;
  };
}

function messageKey(payload: unknown): MessageKey {
  const { id, webhookId } = (payload ?? {}) as Partial<MessageKey>;
  if (typeof id !== "string" || typeof webhookId !== "string") throw new Error("The job names no message");
  return { id, webhookId };
}
