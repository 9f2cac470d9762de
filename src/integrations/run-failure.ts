import type { IntegrationRunStatus } from "../store/integration-tables.ts";

/** Which `integration.*.error` event tells of it. */
export type FailureKind = "validation" | "missingaccountmapping" | "authentication" | "perform";

/** An attempt that came to no success, with what that means for the run. */
export class RunFailure extends Error {
  readonly status: IntegrationRunStatus;
  readonly kind: FailureKind;
  readonly retryAfterMs: number | undefined;

  constructor(status: IntegrationRunStatus, kind: FailureKind, message: string, retryAfterMs?: number) {
    super(message);
    this.status = status;
    this.kind = kind;
    this.retryAfterMs = retryAfterMs;
  }
}
