import { Problem } from "../errors.ts";
import type { Store } from "../store/db.ts";
import { beginAttempt } from "../store/sign-in-failures.ts";
import { canonicalIdentity, identityHash } from "./identity.ts";

/** Counts wrong attempts per name, for all processes together. */
export interface FailedAttempts {
  /** Counts one. Throws too_many_requests once the name has too many. */
  count(name: string): Promise<void>;
}

const pauseMs = 60_000;

/** A name is spelled in one way only: letter case and spaces make no other. The pause begins with the last one that counts. */
export function createFailedAttempts(
  { system }: Pick<Store, "system">,
  { kind, maxAttempts }: { kind: string; maxAttempts: number },
  now: () => number,
): FailedAttempts {
  return {
    count: async (name) => {
      const rule = { nowMs: now(), maxAttempts, lockMs: pauseMs, forgetAfterMs: pauseMs };
      const pausedUntilMs = await beginAttempt(system, identityHash(kind, canonicalIdentity(name)), rule);
      if (pausedUntilMs === null) return;
      throw new Problem("too_many_requests", "Too many failed attempts. Wait before the next one.", {
        retryAfterSeconds: Math.max(1, Math.ceil((pausedUntilMs - now()) / 1000)),
      });
    },
  };
}
