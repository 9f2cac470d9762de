import type { Context } from "../../context.ts";
import { newId } from "../../crypto/ids.ts";
import { createWakeLoop } from "../../jobs/wake-loop.ts";
import {
  type ClaimedDelivery,
  claimDeliveries,
  nextDueMs,
  releaseDeliveries,
  renewLeases,
} from "../../store/delivery-queue.ts";
import type { FailingWebhook } from "../../store/delivery-results.ts";
import { attemptDelivery } from "./attempt.ts";
import { Lane } from "./lane.ts";
import { createRecorder } from "./recorder.ts";

/** What a process that died had leased is due again after this. */
const leaseMs = 12_000;
const renewEveryMs = 4_000;
const perNewWebhook = 200;

export interface Engine {
  start(): void;
  wake(): void;
  stop(): Promise<void>;
}

/** Leases what is due in batches, sends it, records what came of it. Costs two statements for each batch. */
export function createEngine(context: Context, onFailing: (webhook: FailingWebhook) => Promise<void>): Engine {
  const { store, now, log } = context;
  const worker = newId();
  const lanes = new Map<string, Lane>();
  const held = new Map<string, { renewedMs: number }>();
  const recorder = createRecorder(context, onFailing);

  const lease = () => ({ worker, leaseMs, aheadMs: now() - Date.now() });
  /** Of what cannot be given back the lease ends. */
  const giveBack = async (some: Iterable<Lane>): Promise<void> => {
    const waiting = [...some].flatMap((lane) => lane.waiting.splice(0).map(({ id }) => id));
    await releaseDeliveries(store.systemPool, waiting, worker, lease().aheadMs).catch(() => {});
    for (const id of waiting) held.delete(id);
  };
  const run = async (lane: Lane, delivery: ClaimedDelivery): Promise<void> => {
    const result = await attemptDelivery(context, delivery);
    lane.ended(result);
    fill(lane);
    await recorder.record(result);
    held.delete(delivery.id);
    if (result.holdUntil) {
      await giveBack([lane]);
      lane.resume();
    }
    if (lane.isLow()) loop.wake();
  };
  const fill = (lane: Lane): void => {
    if (!loop.isRunning()) return;
    for (let next = lane.take(now()); next; next = lane.take(now())) void run(lane, next);
  };
  const claim = async (): Promise<number> => {
    for (const [id, lane] of lanes) if (lane.isIdle()) lanes.delete(id);
    const room = Object.fromEntries([...lanes].map(([id, lane]) => [id, lane.room()]));
    const claimed = await claimDeliveries(store.systemPool, { ...lease(), perWebhook: perNewWebhook, room });
    for (const delivery of claimed) {
      const lane = lanes.get(delivery.webhookId) ?? new Lane();
      lanes.set(delivery.webhookId, lane);
      lane.add(delivery, now());
      held.set(delivery.id, { renewedMs: Date.now() });
    }
    for (const lane of lanes.values()) fill(lane);
    return claimed.length;
  };
  const renew = async (): Promise<void> => {
    const before = Date.now() - renewEveryMs / 2;
    const old = [...held].filter(([, { renewedMs }]) => renewedMs < before);
    for (const [, one] of old) one.renewedMs = Date.now();
    await renewLeases(
      store.systemPool,
      old.map(([id]) => id),
      lease(),
    );
  };
  const loop = createWakeLoop({
    claim: async () => (await claim()) > 0,
    nextDueMs: async () => {
      if ([...lanes.values()].some((lane) => lane.waiting.length > 0)) return 0;
      return held.size > 0 ? undefined : nextDueMs(store.systemPool, lease().aheadMs);
    },
    renew,
    renewEveryMs,
    onFault: (error) =>
      log.warn({ reason: error instanceof Error ? error.message : "unknown" }, "Deliveries could not be fetched"),
  });
  return {
    start: loop.start,
    wake: loop.wake,
    /** What is still under way afterwards is made again by another process, under the same message id. */
    stop: () =>
      loop.stop(
        () => held.size === 0,
        () => giveBack(lanes.values()),
      ),
  };
}
