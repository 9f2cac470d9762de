import type { Context } from "../context.ts";
import { markProcessed, type ProcessedMessage } from "../store/processed-messages.ts";

/** Marks messages as processed. Jobs that run at the same time share one statement. */
export function createMessageProcessor({ store }: Pick<Context, "store">): (payload: unknown) => Promise<void> {
  let gathered: ProcessedMessage[] = [];
  let writing: Promise<void> | undefined;

  const write = async (): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve));
    const keys = gathered;
    gathered = [];
    writing = undefined;
    await markProcessed(store.systemPool, keys);
  };
  return (payload) => {
    gathered.push(messageOf(payload));
    writing ??= write();
    return writing;
  };
}

function messageOf(payload: unknown): ProcessedMessage {
  const { id, organizationId } = (payload ?? {}) as Partial<ProcessedMessage>;
  if (typeof id !== "string" || typeof organizationId !== "string") throw new Error("The job names no message");
  return { id, organizationId };
}
