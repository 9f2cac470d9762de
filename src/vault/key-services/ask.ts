import { readLimited } from "../../broker/read-limited.ts";
import { Problem } from "../../errors.ts";
import { type Network, NetworkFailure } from "../../net/network.ts";

const timeoutMs = 10_000;
const limitBytes = 64 * 1024;

export interface ServiceRequest {
  url: URL;
  method?: "GET" | "POST";
  headers: Record<string, string>;
  body?: string;
  /** `host:port` that an operator's setting names. */
  allow: string[];
}

export interface ServiceAnswer {
  status: number;
  /** Empty when it is no JSON object. */
  body: Record<string, unknown>;
}

/** Throws a Problem when the service cannot be reached; any answer is given. */
export async function askService(network: Network, service: string, request: ServiceRequest): Promise<ServiceAnswer> {
  const { method = "POST", body, ...rest } = request;
  try {
    const answer = await network.request({
      ...rest,
      method,
      body: body === undefined ? null : Buffer.from(body),
      timeoutMs,
    });
    const { bytes } = await readLimited(answer.body, limitBytes);
    return { status: answer.status, body: toObject(bytes.toString("utf8")) };
  } catch (error) {
    if (error instanceof NetworkFailure) throw serviceProblem(service, `cannot be reached: ${error.message}`);
    throw error;
  }
}

/** `said` must hold nothing that the service or the caller sent, but its short code. */
export const serviceProblem = (service: string, said: string): Problem =>
  new Problem("unavailable", `The root key is in ${service}, which ${said}`, { retryAfterSeconds: 5 });

/** A short code of the service's own, such as AccessDeniedException; nothing longer is repeated. */
export const shortCode = (value: unknown, status: number): string =>
  typeof value === "string" && /^[\w.#/: -]{1,80}$/.test(value) ? value : `status ${status}`;

/** Base64 of a member of an answer; a Problem when it is not there. */
export function textMember(service: string, { body, status }: ServiceAnswer, name: string): string {
  const value = body[name];
  if (typeof value === "string" && value !== "") return value;
  throw serviceProblem(service, `gave an answer without ${name} (status ${status}).`);
}

function toObject(source: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(source);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
  } catch {
    return {};
  }
}
