import { LRUCache } from "lru-cache";
import type { Context } from "../../context.ts";
import { readWorkflowOfWebhook } from "../../store/trigger-messages.ts";

/** Which workflow an incoming webhook starts. Cached for ten seconds; a change of the webhook drops it at once. */
export interface WebhookLinks {
  workflowOf(webhookId: string): Promise<string | null>;
}

const freshForMs = 10_000;

export function createWebhookLinks({ store, changes, now }: Pick<Context, "store" | "changes" | "now">): WebhookLinks {
  const known = new LRUCache<string, { workflowId: string | null }>({
    max: 10_000,
    ttl: freshForMs,
    ttlResolution: 0,
    perf: { now },
  });
  const loading = new Map<string, Promise<string | null>>();
  changes.on("incomingwebhook", (id) => {
    loading.clear();
    if (id === null) known.clear();
    else known.delete(id);
  });
  return {
    workflowOf: async (webhookId) => {
      const cached = known.get(webhookId);
      if (cached) return cached.workflowId;
      const underWay = loading.get(webhookId);
      if (underWay) return underWay;
      const started: Promise<string | null> = readWorkflowOfWebhook(store.systemPool, webhookId)
        .then((workflowId) => {
          if (loading.get(webhookId) === started) known.set(webhookId, { workflowId });
          return workflowId;
        })
        .finally(() => loading.get(webhookId) === started && loading.delete(webhookId));
      loading.set(webhookId, started);
      return started;
    },
  };
}
