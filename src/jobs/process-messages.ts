import type { Context } from "../context.ts";
import type { MessageKey } from "../workflows/triggers/messages.ts";

/** Marks messages as processed and starts their workflows. Jobs that run at the same time share the statements. */
export function createMessageProcessor({ workflows }: Pick<Context, "workflows">): (payload: unknown) => Promise<void> {
  let gathered: MessageKey[] = [];
  let writing: Promise<void> | undefined;

  const write = async (): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve));
    const keys = gathered;
    gathered = [];
    writing = undefined;
    await workflows.messages.process(keys);
  };
  return (payload) => {
    gathered.push(messageOf(payload));
    writing ??= write();
    return writing;
  };
}

function messageOf(payload: unknown): MessageKey {
  const { id, webhookId, organizationId } = (payload ?? {}) as Partial<MessageKey>;
  if (typeof id !== "string" || typeof webhookId !== "string" || typeof organizationId !== "string")
    throw new Error("The job names no message");
  return { id, webhookId, organizationId };
}
