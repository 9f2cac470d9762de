import { Counter } from "prom-client";
import type { Context } from "../../context.ts";
import { createAcceptedWriter } from "./accepted.ts";
import { createCounts } from "./counts.ts";
import { createEndpoints } from "./endpoints.ts";
import { createConfirm } from "./handshake.ts";
import { createKeySource } from "./key-source.ts";
import { type Arrival, type Received, type ReceiveParts, receive } from "./receive.ts";
import { createRejectedWriter } from "./rejected.ts";
import { type SampleRequest, sendSample, signSample } from "./sample.ts";
import { type VerifiedAgain, verifyAgain } from "./verify-again.ts";

export interface IncomingWebhooks {
  /**
   * Takes one request in. Resolves after the commit; throws the Problem that answers it: not_found, webhook_deactivated,
   * too_large, webhook_refused, unavailable.
   */
  receive(arrival: Arrival): Promise<Received>;
  /** Judges a stored message once more, with the secrets of now and the clock of its arrival. */
  verifyAgain(organizationId: string, messageId: string): Promise<VerifiedAgain | undefined>;
  /** A correctly signed request to the webhook. `body` stands in for the sample of the type. */
  sample(organizationId: string, webhookId: string, body?: string): Promise<SampleRequest | undefined>;
  /** Makes a sample, takes it in as if it had arrived, and gives the id of the stored message. */
  sendSample(organizationId: string, webhookId: string, isWrong: boolean): Promise<string | undefined>;
  /** Writes what this process still gathers in memory: refused requests and counts. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

export function createIncomingWebhooks(context: Context): IncomingWebhooks {
  const pool = context.store.systemPool;
  const dropped = new Counter({
    name: "credenza_incoming_rejected_dropped_total",
    help: "Refused requests that were not kept because too many came at once",
    registers: [context.metrics.registry],
  });
  const parts: ReceiveParts = {
    config: context.config,
    broker: context.broker,
    vault: context.vault,
    now: context.now,
    store: context.store,
    log: context.log,
    confirm: createConfirm(context.network),
    live: context.live,
    endpoints: createEndpoints({ ...context, keys: createKeySource(context) }),
    accepted: createAcceptedWriter(pool),
    counts: createCounts(pool),
    rejected: createRejectedWriter({
      pool,
      now: context.now,
      onDropped: () => dropped.inc(),
      onError: (error) =>
        context.log.warn({ code: (error as { code?: unknown }).code }, "Refused requests could not be kept"),
    }),
  };
  const flush = async (): Promise<void> => {
    await parts.rejected.flush();
    await parts.counts.flush();
  };
  return {
    receive: (arrival) => receive(parts, arrival),
    verifyAgain: (organizationId, messageId) => verifyAgain(parts, organizationId, messageId),
    sample: (organizationId, webhookId, body) => signSample(parts, organizationId, webhookId, body),
    sendSample: (organizationId, webhookId, isWrong) => sendSample(parts, organizationId, webhookId, isWrong),
    flush,
    close: async () => {
      await parts.accepted.drain();
      await parts.rejected.close();
      await parts.counts.close();
    },
  };
}
