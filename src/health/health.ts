import type { TestResult } from "../broker/broker.ts";
import type { Context } from "../context.ts";
import { storeFinding } from "../store/credential-health.ts";
import type { CredentialStatus } from "../store/schema.ts";
import { announceNews } from "./announce.ts";

/** Finds out whether credentials work, and keeps what was found. */
export interface Health {
  /** Asks the system and stores the finding. `isForced`: a person asks. Throws what a credential that cannot be used throws. */
  check(organizationId: string, credentialId: string, how: { isForced: boolean }): Promise<TestResult>;
}

const hourMs = 3_600_000;
const usualPauseMs = 6 * hourMs;
const pauseAfterFaultMs = 15 * 60_000;
const working = new Set<CredentialStatus>(["OK", "EXPIRING", "UNTESTED"]);

export function createHealth({ broker, store, events, live, now }: Context): Health {
  return {
    check: async (organizationId, credentialId, { isForced }) => {
      const result = await broker.test(organizationId, credentialId, isForced);
      if (result.verdict === "not_testable") return result;
      const { verdict, summary, checkedAt, checked, version: testedVersion } = result;
      const detail = { verdict, summary, checkedAt, checked };
      const nextCheckAt = nextCheck(result, now());
      await store.inOrganization(organizationId, async (tx) => {
        const status = result.isTelling ? result.status : null;
        const stored = await storeFinding(tx, credentialId, { status, detail, testedVersion, nextCheckAt });
        if (!stored || isForced || !working.has(stored.before) || working.has(stored.after)) return;
        const { name, destination } = stored;
        const data = { name, destination, status: stored.after, reason: summary };
        await announceNews(tx, events, { organizationId, credentialId, action: "credential.disconnected", data });
      });
      live.touch(organizationId, "credential");
      return result;
    },
  };
}

/** A refused key is not tried again by itself: some systems lock a user after a few wrong sign-ins. */
function nextCheck({ status, verdict }: TestResult, nowMs: number): Date | null {
  if (status === "REVOKED" || status === "UNCERTAIN" || verdict === "wrong_key") return null;
  const pauseMs = verdict === "working" ? usualPauseMs : pauseAfterFaultMs;
  return new Date(nowMs + pauseMs * (0.8 + Math.random() * 0.4));
}
