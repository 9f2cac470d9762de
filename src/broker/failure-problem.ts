import { type ErrorCode, Problem } from "../errors.ts";
import type { NetworkFailure, NetworkFailureKind } from "../net/network.ts";

const codes: Record<NetworkFailureKind, ErrorCode> = {
  refused: "egress_refused",
  timeout: "upstream_timeout",
  dns: "upstream_failed",
  connect: "upstream_failed",
  tls: "upstream_failed",
  reset: "upstream_failed",
  protocol: "upstream_failed",
  aborted: "upstream_failed",
};

/** What the caller of a broker hears when the external system could not be asked. */
export const failureProblem = (failure: NetworkFailure): Problem =>
  new Problem(codes[failure.kind], failure.message, { extra: { failure: failure.kind } });
