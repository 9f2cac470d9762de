import type { Verdict } from "../define/system.ts";
import { Problem } from "../errors.ts";

/** A token endpoint did not give a token. */
export class SignInFailed extends Problem {
  readonly verdict: Verdict;
  readonly upstreamStatus: number;

  constructor(verdict: Verdict, detail: string, upstreamStatus: number) {
    super("upstream_authentication_failed", detail);
    this.verdict = verdict;
    this.upstreamStatus = upstreamStatus;
  }
}
