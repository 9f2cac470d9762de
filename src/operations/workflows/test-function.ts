import { z } from "zod";
import { requireUse } from "../../access/require-use.ts";
import { newId } from "../../crypto/ids.ts";
import { operation } from "../../define/operation.ts";
import { invalidField, Problem } from "../../errors.ts";
import { writeAudit } from "../../store/audit.ts";
import { findCredentialsById } from "../../store/workflow-knowledge.ts";
import { tryFunction } from "../../workflows/try-function.ts";
import * as shapes from "../shapes.ts";

const input = z.union([z.strictObject({ value: z.json() }), z.strictObject({ expression: z.string().max(10_000) })], {
  error: 'Write {"value": ...} or {"expression": "..."}.',
});

export default operation({
  id: "workflows.testFunction",
  method: "POST",
  path: "/workflows/functions/test",
  tag: "Workflows",
  summary: "Do one function now, with the real credential: what it does is done",
  permission: { action: "config:use", resource: "workflow" },
  callsOut: true,
  body: z.strictObject({
    function: z.string({ error: "Name a function." }).max(100),
    credentialId: shapes.id.nullable().default(null),
    inputs: z.record(z.string().max(100), input).default({}),
    /** What the expressions see; `item` and `index` of a step inside a loop. */
    sample: z
      .strictObject({
        trigger: z.json().optional(),
        steps: z.record(z.string(), z.json()).optional(),
        item: z.json().optional(),
        index: z.int().optional(),
      })
      .default({}),
  }),
  output: z.strictObject({
    ok: z.boolean(),
    input: z.json(),
    output: z.json(),
    port: z.string().nullable(),
    error: z.strictObject({ code: z.string(), message: z.string(), uncertain: z.boolean().optional() }).nullable(),
    durationMs: z.number(),
  }),
  async run({ context, actor, organizationId, requestId, body }) {
    const definition = context.workflows.functions.find(body.function);
    if (!definition) throw invalidField("function", "Name a function from the list.");
    const { credentialId } = body;
    await context.store.inOrganization(organizationId, async (tx) => {
      if (credentialId !== null && (await findCredentialsById(tx, [credentialId])).length === 0) {
        throw new Problem("not_found", "There is no credential with this id.");
      }
      if (credentialId !== null) requireUse(actor, credentialId);
      await writeAudit(tx, {
        id: newId(),
        organizationId,
        action: "workflow.functiontested",
        actorType: actor.type,
        actorId: actor.id,
        actorName: actor.name,
        resourceType: "workflow",
        resourceId: null,
        detail: { function: definition.id, credentialId },
        requestId,
      });
    });
    const sample = { trigger: null, steps: {}, ...body.sample };
    const tried = { definition, organizationId, credentialId, inputs: body.inputs, sample };
    const startedAt = performance.now();
    const { input: given, output, port, error } = await tryFunction(context, tried);
    const durationMs = performance.now() - startedAt;
    return { ok: error === null, input: given as null, output: output as null, port, error, durationMs };
  },
});
