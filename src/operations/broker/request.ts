import { z } from "zod";
import type { BrokerAnswer } from "../../broker/broker.ts";
import { headersFromRecord } from "../../broker/request-headers.ts";
import { operation } from "../../define/operation.ts";
import { idParams } from "../shapes.ts";

const scalar = z.union([z.string(), z.number(), z.boolean()]);

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

const body = z.strictObject({
  method: z.enum(methods, { error: `Use one of ${methods.join(", ")}.` }),
  path: z
    .string({ error: "Give the path, such as /customers." })
    .max(8192, "Use at most 8192 characters.")
    .describe("Relative to the destination's base URL, or a full URL on one of its hosts."),
  query: z.record(z.string(), z.union([scalar, z.array(scalar)])).optional(),
  headers: z
    .record(z.string(), z.union([z.string(), z.array(z.string())]))
    .optional()
    .describe("Authorization, cookies and hop-by-hop headers are dropped."),
  body: z.unknown().optional().describe("A string goes as it is; anything else goes as JSON."),
  timeoutMs: z
    .int({ error: "Use a whole number of milliseconds." })
    .min(100, "Use at least 100.")
    .max(120_000, "Use at most 120000.")
    .default(30_000),
});

export default operation({
  id: "credentials.request",
  method: "POST",
  path: "/integrationcredentials/{id}/request",
  tag: "Broker",
  summary: "Call the external system with a credential",
  permission: { action: "config:use", resource: "credential" },
  callsOut: true,
  bodyLimitBytes: 10 * 1024 * 1024,
  params: idParams,
  body,
  example: { method: "GET", path: "/api/v2/customers", query: { limit: "10" } },
  output: z.strictObject({
    status: z.int(),
    headers: z.record(z.string(), z.string()),
    body: z.unknown().describe("Parsed when it is JSON; else a string."),
    bodyEncoding: z.enum(["json", "utf-8", "base64"]),
    durationMs: z.number(),
    truncated: z.boolean().describe("The body was longer than 10 MiB; only its beginning is here."),
  }),
  errors: [
    "path_not_allowed",
    "host_not_allowed",
    "credential_disabled",
    "credential_deleted",
    "credential_not_usable",
    "egress_refused",
    "upstream_failed",
    "upstream_timeout",
    "upstream_authentication_failed",
  ],
  async run({ context, organizationId, params: { id }, body: request }) {
    const payload = toPayload(request.body);
    const headers = headersFromRecord(request.headers ?? {});
    const answer = await context.broker.send({
      organizationId,
      credentialId: id,
      method: request.method,
      path: request.path,
      query: request.query,
      headers: [...headers, ...contentType(headers, payload?.type)],
      body: payload?.bytes ?? null,
      timeoutMs: request.timeoutMs,
    });
    return {
      status: answer.status,
      headers: Object.fromEntries(
        Object.entries(answer.headers).map(([name, value]) => [name, [value].flat().join(", ")]),
      ),
      ...readBody(answer),
      durationMs: Math.round(answer.durationMs * 10) / 10,
      truncated: answer.truncated,
    };
  },
});

function toPayload(value: unknown): { bytes: Buffer; type: string } | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "string") return { bytes: Buffer.from(value), type: "text/plain; charset=utf-8" };
  return { bytes: Buffer.from(JSON.stringify(value)), type: "application/json" };
}

function contentType(headers: readonly string[], type: string | undefined): string[] {
  const isGiven = headers.some((name, index) => index % 2 === 0 && name.toLowerCase() === "content-type");
  return type === undefined || isGiven ? [] : ["content-type", type];
}

function readBody({ body: bytes, headers, truncated, redact }: BrokerAnswer) {
  const text = decode(bytes, truncated);
  if (text === undefined) return { body: bytes.toString("base64"), bodyEncoding: "base64" as const };
  const clean = redact(text);
  const isJson = /^application\/(json|[\w.+-]*\+json)\b/i.test(String(headers["content-type"] ?? ""));
  const value = isJson && !truncated ? parse(clean) : undefined;
  return value === undefined
    ? { body: clean, bodyEncoding: "utf-8" as const }
    : { ...value, bodyEncoding: "json" as const };
}

/** `undefined` when the bytes are not text. A cut may fall within a character. */
function decode(bytes: Buffer, truncated: boolean): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes, { stream: truncated });
  } catch {
    return undefined;
  }
}

function parse(text: string): { body: unknown } | undefined {
  try {
    return { body: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
