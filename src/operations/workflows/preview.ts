import { z } from "zod";
import { StepFailure } from "../../define/function.ts";
import { operation } from "../../define/operation.ts";
import { findLastInput } from "../../store/workflow-runs.ts";
import { limits } from "../../workflows/definition.ts";
import { evaluate } from "../../workflows/engine/evaluate.ts";
import type { Variables } from "../../workflows/engine/variables.ts";
import { id } from "../shapes.ts";
import { requireWorkflow } from "./find.ts";

const json = z.json().optional();

export default operation({
  id: "workflows.preview",
  method: "POST",
  path: "/workflows/preview",
  tag: "Workflows",
  summary: "Evaluate an expression on a sample, or on what the workflow's last run began with; stores nothing",
  permission: { action: "config:retrieve", resource: "workflow" },
  callsOut: true,
  body: z.strictObject({
    expression: z
      .string({ error: "Give an expression." })
      .min(1, "Give an expression.")
      .max(limits.expressionLength, `Use at most ${limits.expressionLength} characters.`),
    input: z
      .strictObject({
        trigger: json,
        steps: z.record(z.string(), z.json()).optional(),
        errors: z.record(z.string(), z.json()).optional(),
        params: z.record(z.string(), z.json()).optional(),
        item: json,
        index: z.int().optional(),
      })
      .optional(),
    workflowId: id.optional(),
  }),
  output: z.strictObject({ ok: z.boolean(), value: z.json(), error: z.string().nullable() }),
  async run({ context, organizationId, body: { expression, input, workflowId } }) {
    const trigger =
      input?.trigger ??
      (workflowId === undefined
        ? undefined
        : await context.store.inOrganization(organizationId, async (tx) => {
            await requireWorkflow(tx, workflowId);
            return findLastInput(tx, workflowId);
          }));
    const variables = { ...emptyVariables, ...input, trigger: trigger ?? null } as Variables;
    try {
      const value = (await evaluate(context.expressions.of(organizationId), expression, variables)) ?? null;
      return { ok: true, value: value as null, error: null };
    } catch (error) {
      if (error instanceof StepFailure) return { ok: false, value: null, error: error.message };
      throw error;
    }
  },
});

const emptyVariables: Variables = {
  trigger: null,
  steps: {},
  errors: {},
  params: {},
  run: { id: "", workflowId: "", version: null, startedAt: "", isTest: true },
};
