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
    ...(body ? { requestBody: { required: true, content: contentOf(body, operation.example) } } : {}),
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

function describeRoute(route: DescribedRoute): JsonObject {
  const { id, tag, summary, description, caller, path, query, body, answer, once, errors = [] } = route;
  const places = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
  const ofBody: ErrorCode[] = body ? ["malformed_body", "too_large"] : [];
  const ofKey: ErrorCode[] = once ? ["validation_failed", "idempotency_key_reused"] : [];
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description ? { description } : {}),
    security: callers[caller],
    parameters: [
      ...places.map((name) => ({ name, in: "path", required: true, schema: placeSchema(name) })),
      ...queryParameters(query),
      ...(once ? [idempotencyKey] : []),
    ],
    ...(body ? { requestBody: { required: true, content: contentOf(body, route.example) } } : {}),
    responses: { ...wellDone(route, answer), ...failuresOf([...ofBody, ...ofKey, ...errors, "internal"]) },
  };
}

const placeSchema = (name: string): JsonObject =>
  /^(orgId|id)$/.test(name) ? { type: "string", format: "uuid" } : { type: "string" };

function wellDone({ statuses }: DescribedRoute, answer: DescribedRoute["answer"]): JsonObject {
  if ("redirect" in answer) {
    const location = { description: answer.redirect, schema: { type: "string" } };
    return { 303: { description: answer.redirect, headers: { Location: location } } };
  }
  const content =
    "mediaType" in answer ? { [answer.mediaType]: {} } : { "application/json": { schema: schemaOf(answer, "output") } };
  const all = Object.entries(statuses ?? { 200: "Done" });
  return Object.fromEntries(all.map(([status, description]) => [status, { description, content }]));
}

function contentOf(
  body: NonNullable<DescribedRoute["body"]>,
  example: Record<string, unknown> | undefined,
): JsonObject {
  const [types, schema] = "mediaTypes" in body ? [body.mediaTypes, body.schema] : [["application/json"], body];
  const described = { ...(schema ? { schema: schemaOf(schema, "input") } : {}), ...(example ? { example } : {}) };
  return Object.fromEntries(types.map((type) => [type, described]));
}

const idempotencyKey = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description: "The same request with the same key gets the same answer for 24 hours; another body gets a 422.",
  schema: { type: "string", minLength: 1, maxLength: 255 },
};

const queryParameters = (query: z.ZodObject | undefined): JsonObject[] =>
  Object.entries((query ? schemaOf(query, "input").properties : {}) as JsonObject).map(([name, schema]) => ({
    name,
    in: "query",
    required: false,
    schema,
  }));

function parameters(operation: Operation): JsonObject[] {
  const inPath = [...operation.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
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
    ...queryParameters(operation.query),
    ...(operation.method === "POST" ? [idempotencyKey] : []),
  ];
}

function failures(operation: Operation): JsonObject {
  const takesInput = operation.body || operation.query;
  const codes = [
    ...alwaysPossible,
    ...(takesInput ? (["validation_failed"] as const) : []),
    ...(operation.body ? (["malformed_body", "too_large", "media_type_not_supported"] as const) : []),
    ...(operation.method === "POST" ? (["idempotency_key_reused", "request_in_progress"] as const) : []),
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
