import type { z } from "zod";
import type { Actor, Context } from "../context.ts";
import type { ErrorCode } from "../errors.ts";
import type { Tx } from "../store/db.ts";
import type { AuditAction, ResourceType } from "./glossary.ts";
import type { Registry } from "./registry.ts";

export type Method = "GET" | "POST" | "PUT" | "DELETE";

/** Who may call: `action` on one item of `resource` (its id is the path parameter `id`, else any item). */
export interface Permission {
  action: "config:create" | "config:retrieve" | "config:update" | "config:delete" | "config:use" | "audit:retrieve";
  resource: ResourceType;
  /** Path parameter that names the item; `id` unless said. */
  idParam?: string;
}

type Shape = z.ZodObject;
type Parsed<S> = S extends z.ZodType ? z.output<S> : Record<never, never>;

export interface Call<Params, Query, Body> {
  context: Context;
  /** The organization's transaction. The audit row and the idempotency row are written in it too. */
  tx: Tx;
  actor: Actor;
  organizationId: string;
  requestId: string;
  /** How many workflows started each other until this request; 0 when none made it. */
  depth: number;
  params: Params;
  query: Query;
  body: Body;
}

export interface OperationDefinition<P extends Shape, Q extends Shape, B extends z.ZodType, O extends z.ZodType> {
  /** `noun.verb`, also the OpenAPI operationId and the SDK's method. */
  id: string;
  method: Method;
  /** Below `/organizations/{orgId}`, with `{name}` places. */
  path: string;
  tag: string;
  summary: string;
  permission: Permission;
  /** Written in the same transaction when the call changes something; `detail` must hold no secret. */
  audit?: {
    action: AuditAction;
    /** The item's id where it is neither the output's `id` nor the path's. */
    itemId?: (output: z.output<O>, params: Parsed<P>) => string | null;
    detail?: (output: z.output<O>, params: Parsed<P>) => Record<string, unknown>;
  };
  params?: P;
  query?: Q;
  /** Schema of the JSON body, or a function of the registry where the systems decide it. */
  body?: B | ((registry: Registry) => B);
  /** A body, for people who read the description. */
  example?: Record<string, unknown>;
  /** Of an answer that went well; 200 unless said. */
  status?: 200 | 201;
  /** Largest request body; 1 MiB unless said. */
  bodyLimitBytes?: number;
  /** Every answer is parsed with it before it leaves; strict, so what it does not name is a fault and never sent. */
  output: O | ((registry: Registry) => O);
  /** Beside those that every operation can give. */
  errors?: ErrorCode[];
  /**
   * `true`: the work calls out, so it runs outside a transaction and opens its own with `context.store.inOrganization`.
   */
  callsOut?: boolean;
  run(call: Call<Parsed<P>, Parsed<Q>, Parsed<B>>): Promise<z.input<O>>;
  /** What else is done for the caller once all is committed; its answer takes the place of the first, when it gives one. */
  afterwards?(
    call: Omit<Call<Parsed<P>, Parsed<Q>, Parsed<B>>, "tx">,
    output: z.output<O>,
  ): Promise<z.input<O> | undefined>;
}

export type Operation = OperationDefinition<Shape, Shape, z.ZodType, z.ZodType>;

/** Declares one public verb: the route, its guard, OpenAPI, SDK and CLI are derived from it. */
export function operation<P extends Shape, Q extends Shape, B extends z.ZodType, O extends z.ZodType>(
  definition: OperationDefinition<P, Q, B, O>,
): Operation {
  return definition as unknown as Operation;
}
