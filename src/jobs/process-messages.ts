import type { Context } from "../context.ts";
import type { MessageKey } from "../workflows/triggers/messages.ts";

interface Waiting {
  messages: MessageKey[];
  done: PromiseWithResolvers<void>;
}

const maxTogether = 128;
/** Bodies of messages that start workflows are in memory while they are worked on: bounds how many. */
const maxUnderWay = 2;

/**
 * Marks the messages of a job as processed and starts their workflows. Jobs that run at the same time share the statements.
 * Of a job that fails, each message is tried alone, so that only those that fail by themselves come again.
 */
export function createMessageProcessor({
  workflows,
}: Pick<Context, "workflows">): (payload: unknown) => Promise<Promise<void>[] | undefined> {
  let waiting: Waiting[] = [];
  let underWay = 0;

  const work = async ({ messages, settle }: ReturnType<typeof takeSome>): Promise<void> => {
    await workflows.messages.process(messages).then(
      () => settle((done) => done.resolve()),
      (error: unknown) => settle((done) => done.reject(error)),
    );
    underWay -= 1;
    pump();
  };
  const pump = (): void => {
    while (underWay < maxUnderWay && waiting.length > 0) {
      const some = takeSome(waiting);
      waiting = some.rest;
      underWay += 1;
      void work(some);
    }
  };
  const process = (messages: MessageKey[]): Promise<void> => {
    const done = Promise.withResolvers<void>();
    waiting.push({ messages, done });
    if (waiting.length === 1) setImmediate(pump);
    return done.promise;
  };
  return async (payload) => {
    const messages = messagesOf(payload);
    try {
      await process(messages);
      return undefined;
    } catch (error) {
      if (messages.length < 2) throw error;
      return oneByOne(messages, (message) => workflows.messages.process([message]));
    }
  };
}

function oneByOne<T>(items: readonly T[], does: (item: T) => Promise<void>): Promise<void>[] {
  let before: Promise<unknown> = Promise.resolve();
  return items.map((item) => {
    const own = before.then(() => does(item));
    before = own.catch(() => undefined);
    return own;
  });
}

/** The oldest jobs' messages, `maxTogether` of them or those of one job. */
function takeSome(waiting: readonly Waiting[]) {
  let count = 0;
  const over = waiting.findIndex(({ messages }) => {
    count += messages.length;
    return count > maxTogether;
  });
  const end = over === -1 ? waiting.length : Math.max(over, 1);
  const taken = waiting.slice(0, end);
  return {
    messages: taken.flatMap(({ messages }) => messages),
    settle: (how: (done: Waiting["done"]) => void) => {
      for (const { done } of taken) how(done);
    },
    rest: waiting.slice(end),
  };
}

/** A job of an earlier version names one message without a list. */
function messagesOf(payload: unknown): MessageKey[] {
  const messages = [payload].flat() as (Partial<MessageKey> | null)[];
  for (const message of messages) {
    const values = [message?.id, message?.webhookId, message?.organizationId];
    if (values.some((value) => typeof value !== "string")) throw new Error("The job names no message");
  }
  return messages as MessageKey[];
}
