import { describe, expect, it } from "vitest";
import type { ClaimedDelivery } from "../../store/delivery-queue.ts";
import { Lane } from "./lane.ts";

const delivery = (nth: number, limits: Partial<ClaimedDelivery> = {}): ClaimedDelivery => ({
  ...{ id: `d${nth}`, organizationId: "o", webhookId: "w", body: Buffer.alloc(0), attempts: 0, dtCreated: new Date(0) },
  ...{ url: "https://example.test/", credentialId: "c", messageSignature: false, depth: 0 },
  ...{ concurrency: 2, requestsPerSecond: null, ...limits },
});
const filled = (count: number, limits: Partial<ClaimedDelivery> = {}): Lane => {
  const lane = new Lane();
  for (let nth = 0; nth < count; nth++) lane.add(delivery(nth, limits), 0);
  return lane;
};
const takeAll = (lane: Lane, nowMs: number): number => {
  let taken = 0;
  while (lane.take(nowMs)) taken += 1;
  return taken;
};
const failed = { error: "The receiver answered 500.", holdUntil: null };
const delivered = { error: null, holdUntil: null };

describe("a webhook's share", () => {
  it("is as many at once as the webhook may have, and the next when one ends", () => {
    const lane = filled(5);
    expect(takeAll(lane, 0)).toBe(2);
    lane.ended(delivered);
    expect(takeAll(lane, 0)).toBe(1);
  });

  it("is as many in a second as the webhook may have", () => {
    const lane = filled(20, { concurrency: 20, requestsPerSecond: 4 });
    expect([0, 100, 250, 500, 1_500].map((nowMs) => takeAll(lane, nowMs))).toEqual([4, 0, 1, 1, 4]);
  });

  it("is one at a time after ten failures in a row, until one succeeds", () => {
    const lane = filled(20, { concurrency: 10 });
    expect(takeAll(lane, 0)).toBe(10);
    for (let nth = 0; nth < 10; nth++) lane.ended(failed);
    expect([takeAll(lane, 0), lane.room()]).toEqual([1, 0]);
    lane.ended(delivered);
    expect(takeAll(lane, 0)).toBe(9);
  });

  it("begins nothing once a receiver asks to wait, until the database keeps the wait", () => {
    const lane = filled(3);
    lane.take(0);
    lane.ended({ error: "Too many.", holdUntil: new Date(60_000) });
    expect([lane.room(), takeAll(lane, 0)]).toEqual([0, 0]);
    lane.resume();
    expect([lane.room() > 0, takeAll(lane, 0)]).toEqual([true, 2]);
  });
});
