/** The one table of errors: nothing else decides a status. Source of the wire format: RFC 9457. */
export const errorTable = {
  validation_failed: { status: 400, title: "The request has values that cannot be used" },
  malformed_body: { status: 400, title: "The body cannot be read" },
  path_not_allowed: { status: 400, title: "The path cannot be used" },
  not_signed_in: { status: 401, title: "Sign in first" },
  token_invalid: { status: 401, title: "The access token is not valid" },
  sign_in_failed: { status: 401, title: "Email address or password is wrong" },
  client_invalid: { status: 401, title: "Access key id or API secret is wrong" },
  setup_token_invalid: { status: 401, title: "The setup token is wrong" },
  webhook_refused: { status: 401, title: "The request was not accepted" },
  not_permitted: { status: 403, title: "You do not have permission for this" },
  csrf_token_invalid: { status: 403, title: "The page is out of date" },
  host_not_allowed: { status: 403, title: "This credential cannot be sent to that host" },
  not_found: { status: 404, title: "Not found" },
  method_not_allowed: { status: 405, title: "Method not allowed" },
  already_set_up: { status: 409, title: "An administrator exists already" },
  version_conflict: { status: 409, title: "Someone else changed this first" },
  credential_in_use: { status: 409, title: "The credential is in use" },
  credential_disabled: { status: 409, title: "The credential is disabled" },
  credential_deleted: { status: 409, title: "The credential is deleted" },
  credential_not_usable: { status: 409, title: "The credential cannot be used for this" },
  access_key_active: { status: 409, title: "Deactivate the access key first" },
  managed_policy: { status: 409, title: "A managed policy cannot be changed" },
  last_administrator: { status: 409, title: "The organization needs an administrator" },
  message_not_accepted: { status: 409, title: "Only an accepted message can be replayed" },
  workflow_invalid: { status: 409, title: "The workflow has faults" },
  workflow_not_ready: { status: 409, title: "The workflow is not ready for this" },
  workflow_enabled: { status: 409, title: "Disable the workflow first" },
  trigger_not_verified: { status: 409, title: "The trigger does not work yet" },
  run_not_retryable: { status: 409, title: "The run cannot be retried" },
  run_over: { status: 409, title: "The run is over" },
  delivery_not_finished: { status: 409, title: "The delivery is not over yet" },
  already_exists: { status: 409, title: "It exists already" },
  request_in_progress: { status: 409, title: "The same request is still being worked on" },
  webhook_deactivated: { status: 410, title: "The webhook is deactivated" },
  too_large: { status: 413, title: "The body is too large" },
  media_type_not_supported: { status: 415, title: "The content type is not supported" },
  idempotency_key_reused: { status: 422, title: "The idempotency key was used with another body" },
  too_many_requests: { status: 429, title: "Too many requests", retry: true },
  sign_in_locked: { status: 429, title: "Too many failed sign-ins", retry: true },
  internal: { status: 500, title: "Something failed on our side", retry: true },
  upstream_failed: { status: 502, title: "The external system could not be reached", retry: true },
  egress_refused: { status: 502, title: "The address may not be reached from here" },
  upstream_authentication_failed: { status: 502, title: "The external system refused the sign-in" },
  unavailable: { status: 503, title: "Not available right now", retry: true },
  upstream_timeout: { status: 504, title: "The external system took too long", retry: true },
} as const satisfies Record<string, { status: number; title: string; retry?: boolean }>;

export type ErrorCode = keyof typeof errorTable;

export interface FieldError {
  /** Dotted path of the value in the request, e.g. `permissionPolicy.0.action`. */
  field: string;
  /** What is wrong and how to mend it; never the value itself. */
  message: string;
}

/** An expected failure that the caller is told about. `detail` must never hold a secret or an echoed value. */
export class Problem extends Error {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly errors: FieldError[] | undefined;
  /** Members added to the problem document beside the standard ones, e.g. `usedBy`. */
  readonly extra: Record<string, unknown> | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ErrorCode,
    detail?: string,
    options: {
      errors?: FieldError[];
      extra?: Record<string, unknown>;
      retryAfterSeconds?: number;
      cause?: unknown;
    } = {},
  ) {
    super(detail ?? errorTable[code].title, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.detail = detail ?? errorTable[code].title;
    this.errors = options.errors;
    this.extra = options.extra;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  get status(): number {
    return errorTable[this.code].status;
  }
}

/** A 400 that names one field. */
export function invalidField(field: string, message: string): Problem {
  return new Problem("validation_failed", `${field}: ${message}`, { errors: [{ field, message }] });
}
