import type { IntegrationRunStatus } from "../store/integration-tables.ts";

/** Which `integration.*.error` event tells of it. */
export type FailureKind = "validation" | "missingaccountmapping" | "authentication" | "perform";

/** An attempt that came to no success, with what that means for the run. */
export class RunFailure extends Error {
  readonly status: IntegrationRunStatus;
  readonly kind: FailureKind;
  readonly retryAfterMs: number | undefined;
  /** The mapping that would mend it. */
  readonly missing: { m3terEntity: string; m3terId: string; externalTable: string } | undefined;

  constructor(
    status: IntegrationRunStatus,
    kind: FailureKind,
    message: string,
    retryAfterMs?: number,
    missing?: RunFailure["missing"],
  ) {
    super(message);
    this.status = status;
    this.kind = kind;
    this.retryAfterMs = retryAfterMs;
    this.missing = missing;
  }
}

/** Another attempt has the run meanwhile: this one ends and writes no more. */
export class RunLost extends Error {}
