import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Actor, Context } from "../context.ts";
import { newId } from "../crypto/ids.ts";
import type { Operation } from "../define/operation.ts";
import { Problem } from "../errors.ts";
import { configurationEvent } from "../events/configuration-events.ts";
import { writeAudit } from "../store/audit.ts";
import type { Tx } from "../store/db.ts";
import type { Work } from "../tracing/tracing.ts";
import { authenticate, uuid } from "./authenticate.ts";
import { type Answer, answerOnce, answerOnceAroundCall, type Once } from "./idempotency.ts";
import { refuseUnusable } from "./json.ts";
import { guardOf, type OutputGuard } from "./output-guard.ts";
import { validationProblem } from "./problem.ts";

const noQuery = z.object({});

interface Schemas {
  body: z.ZodType | undefined;
  guard: OutputGuard;
}

interface Request {
  organizationId: string;
  params: Record<string, unknown>;
  query: Record<string, unknown>;
  body: unknown;
}

/**
 * Makes the route of an operation: limit, parse, authenticate, authorise, transaction, run, guard the answer.
 * Costs beside the operation's own queries: begin, set the organization, commit; one more when it is audited, and what the event of a change costs.
 */
export function addRoute(
  app: FastifyInstance,
  context: Context,
  operation: Operation,
  requireRequestLeft: (organizationId: string) => void,
): void {
  const { registry } = context;
  const schemas: Schemas = {
    body: typeof operation.body === "function" ? operation.body(registry) : operation.body,
    guard: guardOf(typeof operation.output === "function" ? operation.output(registry) : operation.output),
  };
  app.route({
    method: operation.method,
    ...(operation.bodyLimitBytes ? { bodyLimit: operation.bodyLimitBytes } : {}),
    url: `/organizations/:orgId${operation.path.replaceAll(/\{(\w+)\}/g, ":$1")}`,
    handler: async (request, reply) =>
      send(reply, await context.tracing.run(work(request), () => answer(request), statusOf)),
  });
  const answer = async (request: FastifyRequest): Promise<Answer> => {
    const { orgId = "" } = request.params as Record<string, string>;
    const actor = await authenticate(context, request, orgId);
    requireRequestLeft(actor.organizationId);
    authorise(operation, actor, request.params as Record<string, string>);
    const parsed = parse(operation, schemas, request, orgId.toLowerCase());
    return perform(context, operation, schemas, request, actor, parsed);
  };
  const attributes = { "http.request.method": operation.method, "http.route": operation.path };
  const work = ({ headers: { traceparent } }: FastifyRequest): Work => ({
    name: operation.id,
    kind: "server",
    attributes,
    traceparent: typeof traceparent === "string" ? traceparent : undefined,
  });
}

const statusOf = ({ status }: Answer): number => status;

function authorise({ permission }: Operation, actor: Actor, params: Record<string, string>): void {
  const itemId = params[permission.idParam ?? "id"] ?? null;
  if (itemId !== null && !uuid.test(itemId.toLowerCase()) && permission.resource !== "system")
    throw new Problem("not_found");
  if (actor.may(permission.action, permission.resource, itemId?.toLowerCase() ?? null)) return;
  throw new Problem("not_permitted", `This needs the permission ${permission.action} on ${permission.resource}.`);
}

function parse(operation: Operation, schemas: Schemas, request: FastifyRequest, organizationId: string): Request {
  const { orgId: _, ...params } = request.params as Record<string, unknown>;
  const parsedParams = operation.params?.safeParse(params);
  if (parsedParams && !parsedParams.success) throw new Problem("not_found");
  if (Object.values(params).some((text) => String(text).includes("\u0000"))) throw new Problem("not_found");
  const parsedQuery = (operation.query ?? noQuery).strict().safeParse(request.query);
  if (!parsedQuery.success) throw validationProblem(parsedQuery.error);
  refuseUnusable(parsedQuery.data, "");
  return {
    organizationId,
    params: parsedParams?.data ?? {},
    query: parsedQuery.data,
    body: parseBody(schemas.body, request.body),
  };
}

/** Checks a body that `json.ts` parsed. A body where none is wanted is ignored only when it is an empty object. */
export function parseBody<S extends z.ZodType>(schema: S | undefined, body: unknown): z.output<S> | undefined {
  if (!schema) {
    const isEmpty = body === undefined || body === null || (typeof body === "object" && Object.keys(body).length === 0);
    if (isEmpty) return undefined;
    throw new Problem("validation_failed", "This request takes no body.");
  }
  if (body === undefined || body === null) body = {};
  if (typeof body !== "object" || Array.isArray(body)) throw new Problem("malformed_body", "Send a JSON object.");
  const parsed = schema.safeParse(body, { reportInput: false });
  if (!parsed.success) throw validationProblem(parsed.error);
  return parsed.data;
}

async function perform(
  context: Context,
  operation: Operation,
  schemas: Schemas,
  request: FastifyRequest,
  actor: Actor,
  parsed: Request,
): Promise<Answer> {
  const once = idempotent(context, operation, request, actor, parsed.organizationId);
  let fresh: unknown;
  const run = async (tx: Tx): Promise<Answer> => {
    const call = { context, tx, actor, requestId: request.id, ...parsed };
    const output = schemas.guard(await operation.run(call as Parameters<Operation["run"]>[0]));
    if (operation.audit) await audit(context, tx, operation, actor, request.id, parsed, output);
    fresh = output;
    return { status: operation.status ?? 200, body: JSON.stringify(output) };
  };
  if (operation.callsOut) return answerOnceAroundCall(context, once, () => run(undefined as unknown as Tx));
  const answer = await context.store.inOrganization(parsed.organizationId, (tx) =>
    answerOnce(context, tx, once, () => run(tx)),
  );
  if (operation.method !== "GET") letGo(context, operation, parsed);
  if (!operation.afterwards || fresh === undefined) return answer;
  const call = { context, actor, requestId: request.id, ...parsed };
  const later = await operation.afterwards(call as Parameters<Operation["run"]>[0], fresh);
  return later === undefined ? answer : { status: operation.status ?? 200, body: JSON.stringify(schemas.guard(later)) };
}

/** This process's caches follow at once; the others hear of it on the change feed, and those who watch. */
function letGo(
  { changes, live }: Context,
  { permission, audit }: Operation,
  { organizationId, params }: Request,
): void {
  const { resource } = permission;
  live.touch(organizationId, resource);
  const [noun] = audit?.action.split(".") ?? [];
  if (noun === "notificationrule" || noun === "eventtype") changes.tell(noun, organizationId);
  if (resource !== "credential" && resource !== "incomingwebhook") return;
  if (typeof params.id === "string") changes.tell(resource, params.id);
}

function idempotent(
  context: Context,
  operation: Operation,
  request: FastifyRequest,
  actor: Actor,
  organizationId: string,
): Once | undefined {
  const key = request.headers["idempotency-key"];
  if (operation.method !== "POST" || key === undefined) return undefined;
  if (typeof key !== "string" || !/^[\x20-\x7e]{1,255}$/.test(key)) {
    throw new Problem("validation_failed", "Idempotency-Key must be 1 to 255 printable characters, once.");
  }
  const material = Buffer.concat([
    Buffer.from(`${request.method} ${request.url}\n`),
    request.rawBody ?? Buffer.alloc(0),
  ]);
  return {
    organizationId,
    actorId: actor.id,
    key,
    operation: operation.id,
    requestMac: () => context.vault.mac(organizationId, "idempotency", material),
  };
}

/** Who did it, for people, and that it happened, for rules; both in the transaction of the change. */
async function audit(
  { events }: Context,
  tx: Tx | undefined,
  { audit: rule, permission }: Operation,
  actor: Actor,
  requestId: string,
  { organizationId, params }: Request,
  output: unknown,
): Promise<void> {
  if (!rule || !tx) return;
  const outputId = (output as { id?: unknown }).id;
  const itemId = rule.itemId
    ? rule.itemId(output, params)
    : ((typeof outputId === "string" ? outputId : (params.id as string | undefined)) ?? null);
  await writeAudit(tx, {
    id: newId(),
    organizationId,
    action: rule.action,
    actorType: actor.type,
    actorId: actor.id,
    actorName: actor.name,
    resourceType: permission.resource,
    resourceId: itemId,
    detail: rule.detail?.(output, params) ?? {},
    requestId,
  });
  const event = configurationEvent(rule.action, organizationId, output, actor);
  if (event) await events.publish(tx, [event]);
}

function send(reply: FastifyReply, answer: Answer): FastifyReply {
  return reply.status(answer.status).header("content-type", "application/json; charset=utf-8").send(answer.body);
}
