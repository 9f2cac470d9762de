import { answerWords } from "../../broker/answer-words.ts";
import type { BrokerAnswer } from "../../broker/broker.ts";
import { encodeBody } from "../../broker/encode-body.ts";
import { headersFromRecord } from "../../broker/request-headers.ts";
import type { Query } from "../../broker/target.ts";
import { type FunctionCall, StepFailure } from "../../define/function.ts";
import { Problem } from "../../errors.ts";
import { readRetryAfter } from "../../net/retry-after.ts";
import { chainHeader } from "../triggers/chain.ts";

export interface SystemCall {
  method: string;
  path: string;
  query?: unknown;
  headers?: unknown;
  body?: unknown;
  bodyFormat?: "json" | "form";
  acceptsAnyStatus?: boolean;
}

export interface SystemAnswer {
  status: number;
  headers: Record<string, unknown>;
  body: unknown;
}

const limitBytes = 4 * 1024 * 1024;

/** One call through the broker with the step's credential. Throws StepFailure for an answer or a fault that is no success. */
export async function callSystem(call: FunctionCall, request: SystemCall): Promise<SystemAnswer> {
  const { context, organizationId, credentialId, timeoutMs } = call;
  if (credentialId === null) throw new StepFailure("credential_missing", "The step has no credential. Choose one.");
  const isChange = request.method !== "GET" && request.method !== "HEAD";
  const idempotencyHeader = await headerOf(call, credentialId);
  const encoded = encodeBody(request.body, request.bodyFormat ?? "json");
  const answer = await context.broker
    .send({
      organizationId,
      credentialId,
      method: request.method,
      path: request.path,
      query: recordOf(request.query, "Query") as Query | undefined,
      headers: headersFromRecord({
        ...(encoded ? { "content-type": encoded.contentType } : {}),
        accept: "application/json",
        ...(isChange ? { [idempotencyHeader]: call.idempotencyKey } : {}),
        ...(recordOf(request.headers, "Headers") as Record<string, string> | undefined),
        ...(isChange ? { [chainHeader]: String(call.depth + 1) } : {}),
      }),
      body: encoded?.bytes ?? null,
      contentLength: encoded ? String(encoded.bytes.length) : undefined,
      timeoutMs,
      limitBytes,
    })
    .catch((error: unknown) => {
      throw toFailure(error, isChange);
    });
  if (answer.truncated)
    throw new StepFailure("answer_too_large", "The answer is longer than 4 MiB.", { uncertain: isChange });
  if (answer.status >= 200 && answer.status < 300) return toAnswer(answer);
  if (request.acceptsAnyStatus) return toAnswer(answer);
  throw refusedAnswer(answer, isChange, context.now());
}

/** The name under which the credential's system takes an idempotency key. The broker has the credential in memory. */
async function headerOf({ context, organizationId }: FunctionCall, credentialId: string): Promise<string> {
  const credential = await context.broker.openForUse(organizationId, credentialId).catch((error: unknown) => {
    throw toFailure(error, false);
  });
  return context.registry.destination(credential.destination)?.system.idempotencyHeader ?? "idempotency-key";
}

function toAnswer({ status, headers, body }: BrokerAnswer): SystemAnswer {
  return { status, headers: { ...headers }, body: parseBody(body) };
}

function parseBody(body: Buffer): unknown {
  const text = body.toString("utf8");
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function recordOf(value: unknown, label: string): Record<string, unknown> | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "object" && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new StepFailure("input_invalid", `${label}: This must be names and values.`);
}

/** 408, 425, 429 and 5xx may do better later. After a 5xx nobody knows what a change has done. */
function refusedAnswer({ status, headers, body }: BrokerAnswer, isChange: boolean, nowMs: number): StepFailure {
  const retryAfterMs = readRetryAfter(String(headers["retry-after"] ?? ""), nowMs);
  const retry = status === 408 || status === 425 || status === 429 || status >= 500;
  return new StepFailure("answer_refused", answerWords(status, body.toString("utf8")), {
    retry,
    uncertain: isChange && status >= 500,
    ...(retryAfterMs === undefined ? {} : { retryAfterSeconds: Math.ceil(retryAfterMs / 1000) }),
  });
}

const retried = new Set(["upstream_failed", "upstream_timeout", "unavailable", "too_many_requests"]);

/** What kept a call from being made or answered, in the words of the broker. */
export function toFailure(error: unknown, isChange: boolean): unknown {
  if (!(error instanceof Problem)) return error;
  const retry = retried.has(error.code);
  return new StepFailure(error.code, error.detail, { retry, uncertain: retry && isChange });
}
