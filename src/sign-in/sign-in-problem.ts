import { signInReasons } from "../define/glossary.ts";

export type SignInReason = keyof typeof signInReasons;

export class SignInProblem extends Error {
  readonly reason: SignInReason;

  constructor(reason: SignInReason) {
    super(signInReasons[reason]);
    this.reason = reason;
  }
}

/** RFC 6749 section 4.1.2.1 and what vendors send in its place. */
const reasonOf: Record<string, SignInReason> = {
  access_denied: "denied",
  user_denied: "denied",
  consent_required: "denied",
  login_required: "denied",
  unauthorized_client: "app_refused",
  invalid_client: "app_refused",
  invalid_request: "app_refused",
  unsupported_response_type: "app_refused",
  invalid_scope: "scope_refused",
  server_error: "unavailable",
  temporarily_unavailable: "unavailable",
};

export const reasonFor = (error: string): SignInReason => reasonOf[error] ?? "refused";
