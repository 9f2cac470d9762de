import { LRUCache } from "lru-cache";
import { Problem } from "../errors.ts";

const burstSeconds = 5;

/**
 * A bucket of requests per organization, in this process: `perSecond` on average, five seconds' worth at once; 0 sets no
 * limit. It is asked after the caller is known, so that nobody can use up another's requests.
 */
export function createRequestLimit(perSecond: number, now: () => number): (organizationId: string) => void {
  const capacity = perSecond * burstSeconds;
  const buckets = new LRUCache<string, { left: number; atMs: number }>({ max: 10_000 });
  return (organizationId) => {
    if (perSecond === 0) return;
    const atMs = now();
    const bucket = buckets.get(organizationId) ?? { left: capacity, atMs };
    const left = Math.min(capacity, bucket.left + (Math.max(0, atMs - bucket.atMs) / 1000) * perSecond);
    if (left < 1) {
      throw new Problem(
        "too_many_requests",
        `The organization may make ${perSecond} requests a second. Wait a moment.`,
        {
          retryAfterSeconds: Math.ceil((1 - left) / perSecond),
        },
      );
    }
    buckets.set(organizationId, { left: left - 1, atMs });
  };
}
