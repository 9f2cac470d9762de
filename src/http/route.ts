import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Actor, Context } from "../context.ts";
import type { Operation } from "../define/operation.ts";
import { Problem } from "../errors.ts";
import type { Tx } from "../store/db.ts";
import type { Work } from "../tracing/tracing.ts";
import { chainHeader, placeInHeader } from "../workflows/triggers/chain.ts";
import { authenticate, uuid } from "./authenticate.ts";
import { type Answer, answerOnce, answerOnceAroundCall, onceOf } from "./idempotency.ts";
import { refuseUnusable } from "./json.ts";
import { guardOf, type OutputGuard } from "./output-guard.ts";
import { validationProblem } from "./problem.ts";
import { type ChangeRecorder, recorderOf } from "./record-change.ts";

const noQuery = z.object({});

interface Schemas {
  body: z.ZodType | undefined;
  guard: OutputGuard;
  recorder: ChangeRecorder;
}

interface Request {
  organizationId: string;
  params: Record<string, unknown>;
  query: Record<string, unknown>;
  body: unknown;
}

/**
 * Makes the route of an operation: limit, parse, authenticate, authorise, transaction, run, guard the answer.
 * Costs beside the operation's own queries: begin, set the organization, commit; when it is audited, one more, one or two to read the thing, and what the event of its change costs.
 */
export function addRoute(
  app: FastifyInstance,
  context: Context,
  operation: Operation,
  requireRequestLeft: (organizationId: string) => void,
  operations: readonly Operation[],
): void {
  const { registry } = context;
  const schemas: Schemas = {
    body: typeof operation.body === "function" ? operation.body(registry) : operation.body,
    guard: guardOf(typeof operation.output === "function" ? operation.output(registry) : operation.output),
    recorder: recorderOf(context, operation, operations),
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
  if (itemId !== null && !uuid.test(itemId.toLowerCase()) && permission.resource !== "system") throw notAnId();
  if (actor.may(permission.action, permission.resource, itemId?.toLowerCase() ?? null)) return;
  throw new Problem("not_permitted", `This needs the permission ${permission.action} on ${permission.resource}.`);
}

function parse(operation: Operation, schemas: Schemas, request: FastifyRequest, organizationId: string): Request {
  const { orgId: _, ...params } = request.params as Record<string, unknown>;
  const parsedParams = operation.params?.safeParse(params);
  if (parsedParams && !parsedParams.success) throw notAnId();
  if (Object.values(params).some((text) => String(text).includes("\u0000"))) throw new Problem("not_found");
  refuseUnreadableQuery(request.url);
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

const notAnId = (): Problem =>
  new Problem("not_found", "A part of the path is no id. Use an id as the API gives it (a UUID).");

/** The query parser would take bytes that are no UTF-8 for other characters. */
function refuseUnreadableQuery(url: string): void {
  const query = url.slice(url.indexOf("?") + 1);
  if (!query.includes("%")) return;
  try {
    decodeURIComponent(query);
  } catch {
    throw new Problem(
      "validation_failed",
      "The query has a percent sign that does not begin an encoded UTF-8 character. Write a percent sign itself as %25.",
    );
  }
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
  const { organizationId } = parsed;
  const whose = { organizationId, actorId: actor.id, operation: operation.id };
  const once = onceOf(context, request, whose);
  let fresh: unknown;
  const run = async (tx: Tx): Promise<Answer> => {
    const call = { context, tx, actor, ...ofRequest(request), ...parsed };
    const old = await schemas.recorder.before(call);
    const output = schemas.guard(await operation.run(call as Parameters<Operation["run"]>[0]));
    await schemas.recorder.after(call, output, old);
    fresh = output;
    return { status: operation.status ?? 200, body: JSON.stringify(output) };
  };
  if (operation.callsOut)
    return answerOnceAroundCall(context, once && { ...once, organizationId }, () => run(undefined as unknown as Tx));
  const answer = await context.store.inOrganization(organizationId, (tx) =>
    answerOnce(context, tx, once, () => run(tx)),
  );
  if (operation.method !== "GET") letGo(context, operation, parsed);
  if (!operation.afterwards || fresh === undefined) return answer;
  const call = { context, actor, ...ofRequest(request), ...parsed };
  const later = await operation.afterwards(call as Parameters<Operation["run"]>[0], fresh);
  return later === undefined ? answer : { status: operation.status ?? 200, body: JSON.stringify(schemas.guard(later)) };
}

const ofRequest = ({ id, headers }: FastifyRequest): { requestId: string; depth: number } => ({
  requestId: id,
  depth: placeInHeader(headers[chainHeader]),
});

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

function send(reply: FastifyReply, answer: Answer): FastifyReply {
  return reply.status(answer.status).header("content-type", "application/json; charset=utf-8").send(answer.body);
}
