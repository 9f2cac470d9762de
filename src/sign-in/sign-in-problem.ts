/** Why a sign-in was not finished, as the Console says it. Nothing of the vendor's own words is passed on. */
export const signInReasons = {
  expired: "This sign-in has expired, or was already finished. Begin it again.",
  other_person: "This sign-in was begun by someone else, or in another browser. Begin it again in this one.",
  denied: "The access was not allowed there. Nothing was connected.",
  wrong_issuer: "The answer came from another sign-in service than was asked, so it was not used.",
  app_refused: "The system refuses the OAuth app. Check its client id, its secret and its redirect URL.",
  scope_refused: "The system does not give the OAuth app the permissions that it asks for. Check the app's scopes.",
  unavailable: "The system has a fault of its own right now. Try again later.",
  refused: "The system did not finish the sign-in. Try again.",
  no_account: "The sign-in was made, but it holds no account to connect. Choose one during the sign-in.",
} as const;

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
