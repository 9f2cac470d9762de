import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Context } from "../context.ts";
import { type ErrorCode, errorTable, type FieldError, Problem } from "../errors.ts";

/** RFC 9457 problem details, plus `message` for clients of the m3ter API. */
export interface ProblemDocument {
  type: string;
  title: string;
  status: number;
  code: ErrorCode;
  detail: string;
  message: string;
  requestId: string;
  errors?: FieldError[];
  [member: string]: unknown;
}

export function toDocument(problem: Problem, requestId: string): ProblemDocument {
  const { status, title } = errorTable[problem.code];
  return {
    type: `urn:credenza:error:${problem.code}`,
    title,
    status,
    code: problem.code,
    detail: problem.detail,
    message: problem.detail,
    requestId,
    ...(problem.errors ? { errors: problem.errors } : {}),
    ...problem.extra,
  };
}

/** Anything thrown becomes a problem; what nobody expected says only its request id. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof z.ZodError) return validationProblem(error);
  const code = (error as { code?: unknown } | null)?.code;
  return (
    (typeof code === "string" ? frameworkProblems[code]?.() : undefined) ??
    databaseProblem(error) ??
    unknownProblem(error)
  );
}

const frameworkProblems: Record<string, () => Problem> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () => new Problem("too_large", "The body is larger than this endpoint takes."),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () =>
    new Problem("media_type_not_supported", "Send JSON with the header Content-Type: application/json."),
  FST_ERR_CTP_EMPTY_JSON_BODY: () => new Problem("malformed_body", "The body is empty; send a JSON object."),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () => new Problem("malformed_body", "Content-Length does not fit the body."),
  FST_ERR_BAD_URL: () => new Problem("path_not_allowed", "The path is not a valid URL path."),
};

/** The database is away or shutting down: classes 08 and 57P of the SQLSTATE table, and the sockets' own codes. */
function databaseProblem(error: unknown): Problem | undefined {
  const { code = "", message = "" } = (error ?? {}) as { code?: string; message?: string };
  const away =
    /^(08...|57P0[1-3]|53300|ECONNREFUSED|ECONNRESET|EPIPE|ENOENT)$/.test(code) ||
    /Connection terminated|timeout exceeded when trying to connect/.test(message);
  if (!away) return undefined;
  return new Problem("unavailable", "The database is not available right now.", { retryAfterSeconds: 1, cause: error });
}

const unknownProblem = (cause: unknown): Problem =>
  new Problem("internal", "Something failed on our side. Tell your operator the request id.", { cause });

export function validationProblem(error: z.ZodError, prefix = ""): Problem {
  const errors = error.issues.flatMap((issue) => fieldErrors(issue, prefix)).slice(0, 50);
  const [first] = errors;
  return new Problem("validation_failed", first ? `${first.field}: ${first.message}` : undefined, { errors });
}

function fieldErrors(issue: z.core.$ZodIssue, prefix: string): FieldError[] {
  const field = [prefix, ...issue.path.map(String)].filter((part) => part !== "").join(".") || "body";
  if (issue.code !== "unrecognized_keys") return [{ field, message: issue.message.slice(0, 300) }];
  return issue.keys.map((key) => ({
    field: [field === "body" ? "" : field, key.slice(0, 64)].filter((part) => part !== "").join("."),
    message: "This field is unknown here. Remove it or check its spelling.",
  }));
}

export interface ProblemAnswer {
  status: number;
  headers: Record<string, string | number>;
  body: string;
}

/** What is known inside goes to the log, what may be said outside into the answer. */
export function problemAnswer(
  { log }: Pick<Context, "log">,
  request: { id: string; url: string },
  error: unknown,
): ProblemAnswer {
  const problem = toProblem(error);
  const { status, code, retryAfterSeconds } = problem;
  if (status >= 500) log.error({ requestId: request.id, code, cause: describeCause(problem) }, problem.message);
  const headers: ProblemAnswer["headers"] = { "content-type": "application/problem+json; charset=utf-8" };
  if (retryAfterSeconds !== undefined) headers["retry-after"] = Math.ceil(retryAfterSeconds);
  if (status === 401 && request.url.startsWith("/organizations/")) headers["www-authenticate"] = "Bearer";
  return { status, headers, body: JSON.stringify(toDocument(problem, request.id)) };
}

export function sendProblem(
  context: Pick<Context, "log">,
  request: FastifyRequest,
  reply: FastifyReply,
  error: unknown,
): FastifyReply {
  const { status, headers, body } = problemAnswer(context, request, error);
  return reply.status(status).headers(headers).send(body);
}

/** Name, code and stack, but never a message: a driver's message may quote the row that failed. */
function describeCause(problem: Problem): Record<string, unknown> | undefined {
  const { cause } = problem;
  if (!(cause instanceof Error)) return undefined;
  const frames = (cause.stack ?? "").split("\n").filter((line) => line.trimStart().startsWith("at "));
  return { name: cause.name, code: (cause as { code?: unknown }).code, stack: frames.slice(0, 12) };
}
