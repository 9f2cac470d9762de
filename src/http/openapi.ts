import { z } from "zod";
import type { Context } from "../context.ts";
import type { Operation } from "../define/operation.ts";
import { type ErrorCode, errorTable } from "../errors.ts";
import type { DescribedRoute } from "./route-description.ts";

type JsonObject = Record<string, unknown>;

const alwaysPossible: ErrorCode[] = [
  "not_signed_in",
  "token_invalid",
  "not_permitted",
  "not_found",
  "too_many_requests",
  "internal",
  "unavailable",
];

/** OpenAPI 3.1 of every operation and every route by hand, from the same schemas that check requests and answers. */
export function openApiDocument(context: Context, operations: Operation[], routes: DescribedRoute[]): JsonObject {
  const paths: Record<string, JsonObject> = {};
  for (const operation of operations) {
    const path = `/organizations/{orgId}${operation.path}`;
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: describe(context, operation) };
  }
  for (const route of routes) paths[route.path] = { ...paths[route.path], [route.method]: describeRoute(route) };
  const tags = new Set([...operations, ...routes].map(({ tag }) => tag));
  return {
    openapi: "3.1.0",
    info: {
      title: "Credenza",
      version: context.version,
      description: "Keeps credentials, uses them for you, verifies webhooks in, signs webhooks out.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: context.config.publicUrl }],
    security: [{ bearer: [] }, { session: [] }],
    tags: [...tags].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" },
        session: { type: "apiKey", in: "cookie", name: "credenza_session" },
        client: { type: "http", scheme: "basic", description: "Access key id and API secret" },
      },
      schemas: { Problem: problemSchema },
    },
  };
}

function describe(context: Context, operation: Operation): JsonObject {
  const body = typeof operation.body === "function" ? operation.body(context.registry) : operation.body;
  const output = typeof operation.output === "function" ? operation.output(context.registry) : operation.output;
  return {
    operationId: operation.id,
    tags: [operation.tag],
    summary: operation.summary,
    description: `Needs the permission \`${operation.permission.action}\` on \`${operation.permission.resource}\`.`,
    parameters: parameters(operation),
    ...(body
      ? { requestBody: { required: true, content: { "application/json": { schema: schemaOf(body, "input") } } } }
      : {}),
    responses: {
      [operation.status ?? 200]: {
        description: "Done",
        content: { "application/json": { schema: schemaOf(output, "output") } },
      },
      ...failures(operation),
    },
  };
}

const callers: Record<DescribedRoute["caller"], JsonObject[]> = {
  anybody: [],
  client: [{ client: [] }],
  session: [{ session: [] }],
  signedIn: [{ bearer: [] }, { session: [] }],
};

function describeRoute({ id, tag, summary, caller, path, body, answer, errors = [] }: DescribedRoute): JsonObject {
  const places = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
  return {
    operationId: id,
    tags: [tag],
    summary,
    security: callers[caller],
    parameters: places.map((name) => ({ name, in: "path", required: true, schema: { type: "string" } })),
    ...(body ? { requestBody: { required: true, content: contentOf(body) } } : {}),
    responses: {
      200: { description: "Done", content: "mediaType" in answer ? { [answer.mediaType]: {} } : contentOf(answer) },
      ...failuresOf([...(body ? (["malformed_body"] as const) : []), ...errors, "internal"]),
    },
  };
}

const contentOf = (body: z.ZodType | { mediaTypes: string[] }): JsonObject =>
  "mediaTypes" in body
    ? Object.fromEntries(body.mediaTypes.map((type) => [type, {}]))
    : { "application/json": { schema: schemaOf(body, "input") } };

function parameters(operation: Operation): JsonObject[] {
  const inPath = [...operation.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
  const header = { name: "Idempotency-Key", in: "header", required: false, schema: { type: "string", maxLength: 255 } };
  const query = operation.query ? schemaOf(operation.query, "input") : { properties: {} };
  return [
    { name: "orgId", in: "path", required: true, schema: { type: "string", format: "uuid" } },
    ...inPath.map((name) => ({
      name,
      in: "path",
      required: true,
      schema: operation.params?.shape[name]
        ? schemaOf(operation.params.shape[name] as z.ZodType, "input")
        : { type: "string" },
    })),
    ...Object.entries((query.properties ?? {}) as JsonObject).map(([name, schema]) => ({
      name,
      in: "query",
      required: false,
      schema,
    })),
    ...(operation.method === "POST" ? [header] : []),
  ];
}

function failures(operation: Operation): JsonObject {
  const takesInput = operation.body || operation.query;
  const codes = [
    ...alwaysPossible,
    ...(takesInput ? (["validation_failed"] as const) : []),
    ...(operation.errors ?? []),
  ];
  return failuresOf(codes);
}

function failuresOf(codes: ErrorCode[]): JsonObject {
  const byStatus = Map.groupBy(new Set(codes), (code) => errorTable[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, sameStatus]) => [
      status,
      {
        description: sameStatus.map((code) => `\`${code}\`: ${errorTable[code].title}.`).join(" "),
        content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
      },
    ]),
  );
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): JsonObject {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    reused: "inline",
  }) as JsonObject;
  return json;
}

const problemSchema = {
  type: "object",
  required: ["type", "title", "status", "code", "detail", "message", "requestId"],
  properties: {
    type: { type: "string" },
    title: { type: "string" },
    status: { type: "integer" },
    code: { type: "string", enum: Object.keys(errorTable) },
    detail: { type: "string" },
    message: { type: "string" },
    requestId: { type: "string" },
    errors: {
      type: "array",
      items: {
        type: "object",
        required: ["field", "message"],
        properties: { field: { type: "string" }, message: { type: "string" } },
      },
    },
  },
};
