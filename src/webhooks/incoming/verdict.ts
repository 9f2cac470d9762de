import type { StoredVerdict, VerdictStep } from "../../store/schema.ts";

/** What a verifier found. Nothing in it holds a secret or a signature that would have been right. */
export interface Verdict extends StoredVerdict {
  /** A time was signed, and it is near enough. */
  timestamped: boolean;
  /** The signature as received, for telling a repeated request; empty when none is sent. */
  signature: string;
  /** Claims of a verified JWT. */
  claims?: Readonly<Record<string, unknown>>;
  /** True when an earlier secret matched and the current one did not. */
  usedEarlierSecret: boolean;
  /** True when what the sender publishes could not be had: the request is not taken, and is to be sent again. */
  isUndecided: boolean;
}

/** Collects steps in the order of the checks; the first failure gives the reason. */
export class VerdictBuilder {
  readonly steps: VerdictStep[] = [];
  reason: string | null = null;

  pass(check: string, received?: string): void {
    this.steps.push(received === undefined ? { check, passed: true } : { check, passed: true, received });
  }

  fail(check: string, reason: string, detail: Omit<VerdictStep, "check" | "passed"> = {}): void {
    this.steps.push({ check, passed: false, ...detail });
    this.reason ??= reason;
  }

  notReached(check: string): void {
    this.steps.push({ check, passed: null });
  }

  end(found: Partial<Omit<Verdict, keyof StoredVerdict>> = {}): Verdict {
    return {
      accepted: this.reason === null && this.steps.length > 0,
      reason: this.reason,
      steps: this.steps,
      timestamped: false,
      signature: "",
      usedEarlierSecret: false,
      isUndecided: false,
      ...found,
    };
  }
}

/** A refusal before or instead of a verifier. */
export function refusal(check: string, reason: string, detail: Omit<VerdictStep, "check" | "passed"> = {}): Verdict {
  const verdict = new VerdictBuilder();
  verdict.fail(check, reason, detail);
  return verdict.end();
}
