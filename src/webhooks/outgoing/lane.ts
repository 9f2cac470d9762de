import type { ClaimedDelivery } from "../../store/delivery-queue.ts";
import type { AttemptResult } from "../../store/delivery-results.ts";

/** Failures in a row after which a receiver is tried by one attempt at a time, until one succeeds. */
const breaksAfter = 10;
const claimAhead = 8;

/** One webhook's share in this process: what waits in memory, what is under way, how fast it may go. */
export class Lane {
  readonly waiting: ClaimedDelivery[] = [];
  underWay = 0;
  #failures = 0;
  #isHeld = false;
  #tokens = Number.POSITIVE_INFINITY;
  #filledAtMs = 0;
  #concurrency = 1;
  #perSecond: number | null = null;

  add(delivery: ClaimedDelivery, nowMs: number): void {
    this.waiting.push(delivery);
    this.#concurrency = delivery.concurrency;
    if (this.#perSecond === delivery.requestsPerSecond) return;
    this.#perSecond = delivery.requestsPerSecond;
    this.#tokens = delivery.requestsPerSecond ?? Number.POSITIVE_INFINITY;
    this.#filledAtMs = nowMs;
  }

  /** How many more this process may claim for the webhook. */
  room(): number {
    if (this.#isHeld) return 0;
    const most = this.#isBroken() ? 1 : Math.min(this.#concurrency * claimAhead, this.#perSecond ?? 1000);
    return Math.max(0, most - this.waiting.length - this.underWay);
  }

  /** Less waits than may soon be under way: time to claim more. */
  isLow(): boolean {
    return this.waiting.length <= this.#concurrency;
  }

  /** The next one that may start now. */
  take(nowMs: number): ClaimedDelivery | undefined {
    this.#refill(nowMs);
    const most = this.#isBroken() ? 1 : this.#concurrency;
    if (this.#isHeld || this.underWay >= most || this.#tokens < 1) return undefined;
    const delivery = this.waiting.shift();
    if (!delivery) return undefined;
    this.underWay += 1;
    this.#tokens -= 1;
    return delivery;
  }

  ended({ error, holdUntil }: Pick<AttemptResult, "error" | "holdUntil">): void {
    this.underWay -= 1;
    this.#failures = error === null ? 0 : this.#failures + 1;
    if (holdUntil) this.#isHeld = true;
  }

  /** Once the database keeps the wait that an answer asked for. */
  resume(): void {
    this.#isHeld = false;
  }

  isIdle(): boolean {
    return this.waiting.length === 0 && this.underWay === 0 && this.#failures === 0;
  }

  #isBroken(): boolean {
    return this.#failures >= breaksAfter;
  }

  #refill(nowMs: number): void {
    if (this.#perSecond === null) return;
    const gained = ((nowMs - this.#filledAtMs) / 1000) * this.#perSecond;
    this.#tokens = Math.min(this.#perSecond, this.#tokens + gained);
    this.#filledAtMs = nowMs;
  }
}
