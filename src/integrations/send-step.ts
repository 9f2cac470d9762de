import { answerWords } from "../broker/answer-words.ts";
import type { BrokerAnswer } from "../broker/broker.ts";
import { encodeBody } from "../broker/encode-body.ts";
import { headersFromRecord } from "../broker/request-headers.ts";
import type { Context } from "../context.ts";
import type { RefusalRule } from "../define/integration.ts";
import { Problem } from "../errors.ts";
import { readRetryAfter } from "../net/retry-after.ts";
import type { LogEntry, PreparedRequest } from "../store/integration-tables.ts";
import { RunFailure } from "./run-failure.ts";

const timeoutMs = 30_000;
const limitBytes = 1024 * 1024;
const loggedBytes = 64 * 1024;

export interface StepCall {
  organizationId: string;
  credentialId: string;
  destination: string;
  attempt: number;
  /** The same on every attempt of the same request. */
  idempotencyKey: string;
}

export interface SentStep {
  entry: LogEntry;
  /** The answer's body, as JSON where it is. */
  answer: unknown;
  failure: RunFailure | undefined;
}

/** One call through the broker. A failure of the outside is a value, with the log of the call. */
export async function sendStep(context: Context, call: StepCall, request: PreparedRequest): Promise<SentStep> {
  const startedMs = context.now();
  const system = context.registry.destination(call.destination)?.system;
  const encoded = encodeBody(request.body, request.format);
  const headers: Record<string, string> = {
    accept: "application/json",
    ...(encoded ? { "content-type": encoded.contentType } : {}),
    [system?.idempotencyHeader ?? "idempotency-key"]: call.idempotencyKey,
  };
  const { method, path, body } = request;
  const begun = { attempt: call.attempt, dtStarted: new Date(startedMs).toISOString() };
  const sent = { ...begun, request: { method, path, headers, body } };
  try {
    const answer = await context.broker.send({
      organizationId: call.organizationId,
      credentialId: call.credentialId,
      method,
      path,
      headers: headersFromRecord(headers),
      body: encoded?.bytes ?? null,
      ...(encoded ? { contentLength: String(encoded.bytes.length) } : {}),
      timeoutMs,
      limitBytes,
    });
    const failure = failureOf(answer, system?.integrations?.refusals ?? [], context.now());
    const response = {
      status: answer.status,
      headers: { ...answer.headers },
      body: answer.body.subarray(0, loggedBytes).toString("utf8"),
    };
    const durationMs = Math.round(answer.durationMs);
    return {
      entry: { ...sent, durationMs, response, error: failure?.message ?? null },
      answer: parse(answer),
      failure,
    };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const failure = brokerFailure(error);
    const durationMs = context.now() - startedMs;
    return { entry: { ...sent, durationMs, response: null, error: failure.message }, answer: null, failure };
  }
}

/** Where the answer is empty, what its Location names is the thing that was made. */
function parse({ body, headers }: BrokerAnswer): unknown {
  const text = body.toString("utf8");
  const location = headers.location;
  if (text === "") return typeof location === "string" ? { location, id: location.split("/").at(-1) } : null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function failureOf(answer: BrokerAnswer, refusals: RefusalRule[], nowMs: number): RunFailure | undefined {
  const { status, headers } = answer;
  const text = answer.body.toString("utf8");
  const rule = refusals.find(
    (one) => (one.status === undefined || one.status === status) && new RegExp(one.body, "i").test(text),
  );
  if (status < 300 && !rule) return undefined;
  const message = answerWords(status, text);
  const retryAfterMs = readRetryAfter(String(headers["retry-after"] ?? ""), nowMs);
  if (rule) return new RunFailure(rule.means, kindOf(rule.means), message, retryAfterMs);
  if (status === 429) return new RunFailure("RATE_LIMIT_RETRY", "perform", message, retryAfterMs);
  if (status === 401 || status === 403) return new RunFailure("AUTH_FAILED", "authentication", message);
  if (status === 408 || status === 425 || status >= 500) {
    return new RunFailure("AWAITING_RETRY", "perform", message, retryAfterMs);
  }
  const isRefused = status === 400 || status === 422;
  return new RunFailure("ERROR", isRefused ? "validation" : "perform", message);
}

const kindOf = (means: RefusalRule["means"]) => (means === "AUTH_FAILED" ? "authentication" : "perform");

const retried = new Set(["upstream_failed", "upstream_timeout", "unavailable", "too_many_requests"]);
const ofCredential = new Set(["upstream_authentication_failed", "not_found"]);

function brokerFailure({ code, detail }: Problem): RunFailure {
  const message = detail ?? code;
  if (retried.has(code)) return new RunFailure("AWAITING_RETRY", "perform", message);
  const isAuth = ofCredential.has(code) || code.startsWith("credential_");
  return isAuth
    ? new RunFailure("AUTH_FAILED", "authentication", message)
    : new RunFailure("ERROR", "perform", message);
}
