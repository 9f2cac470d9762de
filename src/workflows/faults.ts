import type { z } from "zod";

export type FaultCode =
  | "malformed"
  | "unknown_function"
  | "unknown_input"
  | "input_missing"
  | "input_invalid"
  | "expression_invalid"
  | "unknown_reference"
  | "credential_missing"
  | "credential_unknown"
  | "credential_wrong_type"
  | "credential_disabled"
  | "duplicate_step"
  | "unknown_step"
  | "unknown_port"
  | "cycle"
  | "unreachable"
  | "body_missing"
  | "body_not_allowed"
  | "retry_not_allowed"
  | "too_many_steps"
  | "too_deep"
  | "too_large"
  | "no_steps"
  | "reference_unknown"
  | "reference_inactive"
  | "trigger_invalid"
  | "trigger_missing"
  | "trigger_unverified";

export interface Fault {
  code: FaultCode;
  /** A warning does not keep a workflow from being published. */
  severity: "error" | "warning";
  /** Dotted path in the definition, e.g. `steps.0.inputs.path`. */
  place: string;
  stepId: string | null;
  message: string;
}

export const fault = (code: FaultCode, place: string, stepId: string | null, message: string): Fault => ({
  code,
  severity: "error",
  place,
  stepId,
  message,
});

export const warning = (code: FaultCode, place: string, stepId: string | null, message: string): Fault => ({
  ...fault(code, place, stepId, message),
  severity: "warning",
});

/** What the schema found, as faults; never a value. */
export function schemaFaults(error: z.ZodError): Fault[] {
  return error.issues.map((issue) => {
    const extra = issue.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [];
    const place = [...issue.path, ...extra].map(String).join(".");
    const message = issue.code === "unrecognized_keys" ? "There is no such member. Remove it." : issue.message;
    return fault("malformed", place || "definition", null, message);
  });
}
