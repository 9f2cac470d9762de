export interface FieldFault {
  field: string;
  message: string;
}

interface ProblemDocument {
  code?: string;
  title?: string;
  detail?: string;
  message?: string;
  requestId?: string;
  errors?: FieldFault[];
  [member: string]: unknown;
}

/** A refused or failed request, in words that can be shown. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly requestId: string | undefined;
  readonly errors: FieldFault[];
  /** Members beside the standard ones, e.g. `usedBy`. */
  readonly document: ProblemDocument;

  constructor(status: number, document: ProblemDocument) {
    super(document.detail ?? document.message ?? document.title ?? `The server answered ${status}.`);
    this.status = status;
    this.code = document.code ?? "unexpected";
    this.title = document.title ?? "Something went wrong";
    this.requestId = document.requestId;
    this.errors = document.errors ?? [];
    this.document = document;
  }
}

export const offlineCode = "offline";

export interface RequestOptions {
  query?: Record<string, string | number | boolean | undefined | null>;
  body?: unknown;
  signal?: AbortSignal;
}

let csrfToken: string | undefined;
export const setCsrfToken = (token: string | undefined) => {
  csrfToken = token;
};

let onSignedOut = () => {};
/** Called when the server says that the session has ended. */
export const whenSignedOut = (listener: () => void) => {
  onSignedOut = listener;
};

const queryString = (query: RequestOptions["query"]) => {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== "") parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text ? `?${text}` : "";
};

async function attempt(method: string, path: string, options: RequestOptions): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (options.body !== undefined) headers["Content-Type"] = "application/json";
  if (method !== "GET" && csrfToken) headers["X-CSRF-Token"] = csrfToken;
  try {
    return await fetch(path + queryString(options.query), {
      method,
      headers,
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
      signal: options.signal,
      credentials: "same-origin",
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiProblem(0, {
      code: offlineCode,
      title: "The server does not answer",
      detail: "Check your connection and that Credenza is running, then try again.",
    });
  }
}

async function problemOf(response: Response): Promise<ApiProblem> {
  const document = (await response.json().catch(() => ({}))) as ProblemDocument;
  return new ApiProblem(response.status, document);
}

async function freshCsrfToken(): Promise<boolean> {
  const response = await attempt("GET", "/auth/session", {});
  const session = (await response.json().catch(() => ({}))) as { csrfToken?: string };
  const changed = session.csrfToken !== undefined && session.csrfToken !== csrfToken;
  setCsrfToken(session.csrfToken);
  return changed;
}

/** One JSON request to this server. Throws ApiProblem; a stale CSRF token is renewed once. */
export async function request<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
  let response = await attempt(method, path, options);
  if (!response.ok) {
    let problem = await problemOf(response);
    if (problem.code === "csrf_token_invalid" && (await freshCsrfToken())) {
      response = await attempt(method, path, options);
      if (response.ok) return (await response.json()) as T;
      problem = await problemOf(response);
    }
    if (problem.status === 401 && !path.startsWith("/auth/")) onSignedOut();
    throw problem;
  }
  return (await response.json()) as T;
}

/** Whether the server is there at all; for telling a lost connection from an older page. */
export const serverAnswers = (): Promise<boolean> =>
  fetch("/healthz", { cache: "no-store" }).then(
    (answer) => answer.ok,
    () => false,
  );
